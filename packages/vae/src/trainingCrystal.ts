import type { Structure } from "@ftcp/crystal";

/**
 * A crystal with its labels, as training and evaluation take it; the records of `@ftcp/datasets`
 * satisfy it.
 */
export interface TrainingCrystal {
  /** Name, for error messages. */
  readonly id: string;
  /** The crystal. */
  readonly structure: Structure;
  /** Known properties in physical units; an unknown one is absent. */
  readonly properties: Readonly<Record<string, number>>;
}
