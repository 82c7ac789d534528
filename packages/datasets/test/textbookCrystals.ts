import { createLattice, createStructure } from "@ftcp/crystal";
import type { Structure, Vector3 } from "@ftcp/crystal";

function cubic(a: number, elements: readonly string[], fractionals: readonly Vector3[]): Structure {
  const lattice = createLattice({ a, b: a, c: a, alpha: 90, beta: 90, gamma: 90 });
  return createStructure(lattice, elements, fractionals);
}

/** Wyckoff, Crystal Structures 1 (1963): cells, coordinates and so the formulas. */
export const textbookCrystals = {
  /** Cesium chloride, Pm-3m. */
  CsCl: cubic(
    4.123,
    ["Cs", "Cl"],
    [
      [0, 0, 0],
      [0.5, 0.5, 0.5],
    ],
  ),
  /** Strontium titanate, perovskite, Pm-3m. */
  SrTiO3: cubic(
    3.905,
    ["Sr", "Ti", "O", "O", "O"],
    [
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.5, 0.5, 0],
      [0.5, 0, 0.5],
      [0, 0.5, 0.5],
    ],
  ),
  /** Titania, rutile, P4_2/mnm. */
  rutile: createStructure(
    createLattice({ a: 4.5937, b: 4.5937, c: 2.9587, alpha: 90, beta: 90, gamma: 90 }),
    ["Ti", "Ti", "O", "O", "O", "O"],
    [
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.3053, 0.3053, 0],
      [0.6947, 0.6947, 0],
      [0.1947, 0.8053, 0.5],
      [0.8053, 0.1947, 0.5],
    ],
  ),
  /** Titania, anatase, I4_1/amd, conventional cell. */
  anatase: createStructure(
    createLattice({ a: 3.7842, b: 3.7842, c: 9.5146, alpha: 90, beta: 90, gamma: 90 }),
    ["Ti", "Ti", "Ti", "Ti", "O", "O", "O", "O", "O", "O", "O", "O"],
    [
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0, 0.5, 0.25],
      [0.5, 0, 0.75],
      [0, 0, 0.2081],
      [0.5, 0.5, 0.7081],
      [0, 0.5, 0.4581],
      [0.5, 0, 0.9581],
      [0, 0, 0.7919],
      [0.5, 0.5, 0.2919],
      [0, 0.5, 0.0419],
      [0.5, 0, 0.5419],
    ],
  ),
} as const;
