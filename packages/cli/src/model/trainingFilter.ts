/**
 * Which crystals a model was made for; kept in the model file as `about.filter`.
 */
export interface TrainingFilter {
  /** Number of different elements. */
  readonly elements: { readonly min: number; readonly max: number };
  /** Largest number of sites. */
  readonly maxSites: number;
}
