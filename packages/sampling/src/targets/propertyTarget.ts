/** Asks for one value of a property, for example a formation energy of -0.5 eV/atom. */
export interface ValueTarget {
  /** Tells the kinds of target apart. */
  readonly kind: "value";
  /** The property's name, as the model and the index know it. */
  readonly property: string;
  /** The value asked for, in the property's unit. */
  readonly value: number;
  /** How far from it a prediction may be, in the same unit; what else is asked of predictions holds when absent. */
  readonly tolerance?: number;
}

/** Asks for values of a property up to a bound. */
export interface BelowTarget {
  /** Tells the kinds of target apart. */
  readonly kind: "below";
  /** The property's name, as the model and the index know it. */
  readonly property: string;
  /** The upper bound, in the property's unit; the bound itself satisfies the target. */
  readonly value: number;
}

/** Asks for values of a property from a bound on. */
export interface AboveTarget {
  /** Tells the kinds of target apart. */
  readonly kind: "above";
  /** The property's name, as the model and the index know it. */
  readonly property: string;
  /** The lower bound, in the property's unit; the bound itself satisfies the target. */
  readonly value: number;
}

/** Asks for values of a property between two bounds. */
export interface RangeTarget {
  /** Tells the kinds of target apart. */
  readonly kind: "range";
  /** The property's name, as the model and the index know it. */
  readonly property: string;
  /** The lower bound, in the property's unit; the bounds themselves satisfy the target. */
  readonly minimum: number;
  /** The upper bound, not below the lower one. */
  readonly maximum: number;
}

/** What a design should reach in one property. */
export type PropertyTarget = ValueTarget | BelowTarget | AboveTarget | RangeTarget;
