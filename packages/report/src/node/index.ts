export { readViewerScript } from "./readViewerScript.ts";
