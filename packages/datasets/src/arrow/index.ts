export { arrowCodec } from "./arrowCodec.ts";
export { readArrow } from "./readArrow.ts";
export { writeArrow } from "./writeArrow.ts";
export type { WriteArrowOptions } from "./writeArrow.ts";
