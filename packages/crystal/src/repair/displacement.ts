/** How far atoms moved when a crystal was changed, in Å; the motion of the crystal as a whole taken away. */
export interface Displacement {
  /** The longest way of an atom. */
  readonly largest: number;
  /** Root of the mean square of all ways. */
  readonly rms: number;
}
