export { exportCgcnn } from "./exportCgcnn.ts";
