import type { NumberRange } from "../select/recordFilter.ts";

/** Which materials of the Materials Project are asked for; conditions add up. */
export interface MaterialsProjectQuery {
  /** Elements that must all be there. */
  readonly elements?: readonly string[];
  /** Elements that must not be there. */
  readonly excludeElements?: readonly string[];
  /** Chemical systems, e.g. `Li-Fe-O` or `Si-*`: the elements named and no others. */
  readonly chemicalSystems?: readonly string[];
  /** Formulas, e.g. `Fe2O3`, `ABO3` or `Si*`. */
  readonly formulas?: readonly string[];
  /** Ids, e.g. `mp-149`. */
  readonly materialIds?: readonly string[];
  /** Number of different elements, ends included. */
  readonly elementCount?: NumberRange;
  /** Number of sites of the cell, ends included. */
  readonly siteCount?: NumberRange;
  /** Energy above the convex hull in eV/atom, ends included. */
  readonly energyAboveHull?: NumberRange;
  /**
   * Ranges of any other number by the server's name for it, ends included: `band_gap` (eV),
   * `formation_energy_per_atom` (eV/atom), `density` (g/cm³), `volume` (Å³), `k_vrh` (GPa), …
   */
  readonly ranges?: Readonly<Record<string, NumberRange>>;
  /**
   * Any other condition by the server's name for it: `is_stable`, `is_metal`, `theoretical`,
   * `spacegroup_number`, `crystal_system`, `has_props`, `batch_id_not_eq`, …
   */
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
}
