export { prepareWasmBackend } from "./prepareWasmBackend.ts";
