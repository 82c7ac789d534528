/** A number as a CIF writes it, with its standard uncertainty. */
export interface CifNumber {
  /** The double nearest to the written decimal. */
  readonly value: number;
  /** The standard uncertainty in the unit of the value, when one is written: 0.003 for `1.234(3)`. */
  readonly uncertainty?: number;
}
