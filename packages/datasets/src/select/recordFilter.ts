/** A closed interval; an end that is absent is open. */
export interface NumberRange {
  /** Smallest value that passes. */
  readonly min?: number;
  /** Largest value that passes. */
  readonly max?: number;
}

/** What a crystal must be to be kept; a condition that is absent does not count. */
export interface RecordFilter {
  /** Number of different elements. */
  readonly elements?: NumberRange;
  /** Largest number of sites in the cell. */
  readonly maxSites?: number;
  /** Largest energy above the hull in eV/atom. */
  readonly maxEnergyAboveHull?: number;
  /**
   * Properties that hold the energy above the hull, the first present one counts. Default:
   * `e_above_hull`, `energy_above_hull`, `e_above_hull_recomputed`.
   */
  readonly energyAboveHull?: readonly string[];
  /** Whether a crystal of unknown energy above the hull is kept (default) or dropped. */
  readonly missingEnergyAboveHull?: "keep" | "drop";
  /** Properties or labels that must be known. */
  readonly requires?: readonly string[];
  /** Ranges by property; a crystal without the property is dropped. */
  readonly ranges?: Readonly<Record<string, NumberRange>>;
  /** Allowed texts by label; a crystal without the label is dropped. */
  readonly labels?: Readonly<Record<string, string | readonly string[]>>;
}
