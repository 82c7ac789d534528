/** Options of {@link findCoordinations}; the defaults are those of pymatgen's `CrystalNN`. */
export interface CoordinationOptions {
  /**
   * Neighbours farther than the sum of the covalent radii plus the first number (Å) count less, and those beyond
   * the second not at all; `false` for no such limit.
   *
   * @defaultValue `[0.5, 1]`
   */
  readonly distanceCutoffs?: readonly [low: number, high: number] | false;
  /**
   * How much neighbours of another electronegativity are preferred: a weight is multiplied by
   * `1 + x √(|Δχ| / 3.3)`. 0 for not at all.
   *
   * @defaultValue 3
   */
  readonly electronegativityWeight?: number;
  /**
   * Whether weights are multiplied by solid angle over area, which suits layered and porous crystals.
   *
   * @defaultValue true
   */
  readonly porousAdjustment?: boolean;
  /**
   * Atoms within this distance in Å cut the Voronoi cell; doubled until they enclose the atom.
   *
   * @defaultValue 7
   */
  readonly searchRadius?: number;
}
