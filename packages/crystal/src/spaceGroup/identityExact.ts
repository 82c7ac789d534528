import type { ExactOperation } from "./exactOperation.ts";

/** The identity. */
export const identityExact: ExactOperation = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0];
