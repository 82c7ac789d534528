import type { Structure } from "@ftcp/crystal";

/**
 * A generated set: one entry per latent or attempt, undefined where it gave no crystal. Every share is of
 * all entries, so that a generator gains nothing from failing.
 */
export type GeneratedCrystals = readonly (Structure | undefined)[];
