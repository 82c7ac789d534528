import type { Vector3 } from "../geometry/vector3.ts";

/** A cell as moyo takes and gives it. */
export interface EngineCell {
  /** The lattice vectors, flat. */
  readonly lattice: { readonly basis: readonly number[] };
  /** Fractional coordinates. */
  readonly positions: readonly Vector3[];
  /** What is on each site; moyo only compares these numbers. */
  readonly numbers: readonly number[];
}

/**
 * What moyo finds, as far as it is used here; matrices are flat by columns.
 *
 * @remarks
 * Written down here, so that declarations of this package do not draw in those of moyo, which need the
 * types of browsers.
 */
export interface EngineDataset {
  readonly number: number;
  readonly hall_number: number;
  readonly operations: readonly {
    readonly rotation: readonly number[];
    readonly translation: Vector3;
  }[];
  readonly orbits: readonly number[];
  readonly wyckoffs: readonly string[];
  readonly site_symmetry_symbols: readonly string[];
  readonly std_cell: EngineCell;
  readonly std_linear: readonly number[];
  readonly std_origin_shift: Vector3;
  readonly std_rotation_matrix: readonly number[];
  readonly pearson_symbol: string;
  readonly prim_std_cell: EngineCell;
  readonly prim_std_linear: readonly number[];
  readonly prim_std_origin_shift: Vector3;
  readonly symprec: number;
}
