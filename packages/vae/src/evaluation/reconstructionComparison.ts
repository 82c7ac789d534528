/** Errors of the numbers of one crystal after a decoder, in one of two ways to count. */
export interface ReconstructionErrors {
  /** Whether the element of a slot is right, by slot. */
  readonly elements: readonly boolean[];
  /** Errors of a, b and c as fractions of the right ones. */
  readonly lengths: readonly number[];
  /** Errors of the three angles as fractions of the right ones. */
  readonly angles: readonly number[];
  /** Errors of the fractional coordinates of the sites in use, three a site. */
  readonly coordinates: readonly number[];
}

/**
 * What a decoder made of one crystal, number by number, counted honestly and as the Python reference
 * counts it.
 */
export interface ReconstructionComparison {
  /** Slots in use alone; coordinates are periodic (0.99 and 0.01 differ by 0.02). */
  readonly honest: ReconstructionErrors;
  /**
   * Every decoded number below 0.1 becomes 0 first, whatever it is; elements are compared in all slots,
   * unused ones included; coordinates are not periodic.
   */
  readonly reference: ReconstructionErrors;
  /** Whether the tensor decodes to a structure at all. */
  readonly isDecoded: boolean;
  /** Whether the reduced formula is right: every element and every ratio. */
  readonly isRightFormula: boolean;
  /** Whether the number of sites is right. */
  readonly isRightCount: boolean;
  /**
   * Whether a `StructureMatcher` takes both for the same crystal, at a length tolerance of 0.3, a site
   * tolerance of 0.5 and 10 degrees; only if it was asked for.
   */
  readonly isMatch?: boolean;
}
