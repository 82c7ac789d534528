export { toTensor } from "./toTensor.ts";
