export { arrowFormat } from "./arrowFormat.ts";
export type { ArrowFormatOptions } from "./arrowFormat.ts";
