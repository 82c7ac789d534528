export { createRandom } from "./createRandom.ts";
export type { RandomSource } from "./randomSource.ts";
