import { elementBySymbol, type Structure, type Vector3 } from "@ftcp/crystal";

import { propertyVector } from "../property/propertyVector.ts";

/** Sites of a cell and what scatters there: a matrix of weights, one row for each site. */
export interface WeightedSites {
  /** Fractional coordinates of the N sites; any numbers, the cell repeats. */
  readonly positions: readonly Vector3[];
  /** N rows of equal length, one number for each property; sites may share a row. */
  readonly weights: readonly ArrayLike<number>[];
}

/** What {@link siteWeights} can take as weights. */
export type SiteWeightKind = "atomicNumber" | "properties" | "species";

/**
 * The sites of a crystal with weights for {@link structureFactors}, `w = Σ occupancy · property`.
 *
 * @param structure - any crystal; shared and partly vacant sites count by occupancy
 * @param kind - `atomicNumber`: one column, electrons; `properties`: the 92 bits of
 * {@link propertyVector}; `species`: a column for each element of the crystal, its occupancy
 * @returns positions and weights, and names of the columns: `Z`, `bit 0` to `bit 91`, or the elements
 * in order of first appearance
 * @throws {@link FeaturizeError} with code `FEATURIZE_UNKNOWN_PROPERTY` (`properties` only)
 * @throws CrystalError with code `CRYSTAL_UNKNOWN_ELEMENT` (`atomicNumber` only)
 *
 * @remarks
 * Deuterium and tritium count as hydrogen, except as species. Sites with the same species share one
 * row.
 *
 * @example
 * ```ts
 * const { columns, ...sites } = siteWeights(rockSalt, "species");
 * columns; // ["Na", "Cl"]
 * structureFactors(sites, [[1, 1, 1]]).real; // [4, -4]
 * ```
 *
 * @see FTCP paper, Eq. 1
 */
export function siteWeights(
  structure: Structure,
  kind: SiteWeightKind,
): WeightedSites & {
  /** Names of the columns of the weights. */
  readonly columns: readonly string[];
} {
  const { sites } = structure;
  const elements = [...new Set(sites.flatMap(({ species }) => species.map((one) => one.element)))];
  const columns =
    kind === "atomicNumber"
      ? ["Z"]
      : kind === "species"
        ? elements
        : Array.from({ length: 92 }, (_, bit) => `bit ${bit}`);
  const properties = new Map<string, ArrayLike<number>>(
    elements.map((element) => [element, propertyOf(element)]),
  );
  const rows = new Map<string, Float64Array>();
  const weights = sites.map(({ species }) => {
    const key = species.map(({ element, occupancy }) => `${element} ${occupancy}`).join();
    const known = rows.get(key);
    if (known !== undefined) return known;
    const row = new Float64Array(columns.length);
    for (const { element, occupancy } of species) {
      const property = properties.get(element) ?? [];
      for (let column = 0; column < row.length; column++) {
        row[column] = (row[column] ?? 0) + occupancy * (property[column] ?? 0);
      }
    }
    rows.set(key, row);
    return row;
  });
  return { positions: sites.map(({ fractional }) => fractional), weights, columns };

  function propertyOf(element: string): ArrayLike<number> {
    switch (kind) {
      case "atomicNumber":
        return [elementBySymbol(element === "D" || element === "T" ? "H" : element).number];
      case "properties":
        return propertyVector(element);
      case "species":
        return elements.map((other) => (other === element ? 1 : 0));
    }
  }
}
