/** Which elements a design may, must and must not have. */
export interface CompositionConstraint {
  /** Every design has all of these elements. */
  readonly required?: readonly string[];
  /** No design has any of these elements. */
  readonly excluded?: readonly string[];
  /** Designs have no other elements than these; all elements when absent. */
  readonly allowed?: readonly string[];
}
