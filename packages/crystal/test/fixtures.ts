import { readFileSync } from "node:fs";
import { createStructure, latticeFromMatrix } from "@ftcp/crystal";
import type { LatticeParameters, Matrix3, Structure, Vector3 } from "@ftcp/crystal";

/** Six numbers as a, b, c, α, β, γ. */
export type ParameterList = readonly [number, number, number, number, number, number];

/** One crystal of textbook-crystals.json. */
export interface TextbookCrystal {
  readonly name: string;
  readonly parameters: ParameterList;
  readonly matrix: Matrix3;
  readonly elements: readonly string[];
  readonly fractional: readonly Vector3[];
  readonly formula: string;
  readonly volume: number;
  readonly density: number;
  readonly shortestDistance: number;
  readonly "neighborCounts3.2": readonly number[];
  readonly niggli: ParameterList;
}

/** One lattice of random-lattices.json. */
export interface RandomLattice {
  readonly parameters: ParameterList;
  readonly matrix: Matrix3;
  readonly volume: number;
  readonly reciprocal: Matrix3;
  readonly niggli: ParameterList;
  readonly from: Vector3;
  readonly to: Vector3;
  readonly distance: number;
}

/** One formula of formulas.json. */
export interface FormulaFixture {
  readonly text: string;
  readonly amounts: Readonly<Record<string, number>>;
  readonly weight: number;
}

/** One neighbour list of neighbor-lists.json. */
export interface NeighborFixture {
  readonly name: string;
  readonly matrix: Matrix3;
  readonly elements: readonly string[];
  readonly fractional: readonly Vector3[];
  readonly radius: number;
  /** Number of neighbours of each site. */
  readonly counts: readonly number[];
  /** Sum of the distances of each site's neighbours. */
  readonly distanceSums: readonly number[];
  /** Some pairs: from, to, three offsets, distance. */
  readonly pairs: readonly (readonly [number, number, number, number, number, number])[];
}

/** One supercell of supercells.json. */
export interface SupercellFixture {
  readonly matrix: Matrix3;
  readonly elements: readonly string[];
  readonly fractional: readonly Vector3[];
  readonly scaling: Matrix3;
  readonly supercell: {
    readonly matrix: Matrix3;
    readonly elements: readonly string[];
    readonly fractional: readonly Vector3[];
  };
}

/** One composition of further-formulas.json. */
export interface FurtherFormulaFixture {
  readonly amounts: Readonly<Record<string, number>>;
  readonly anonymous: string;
  readonly hill: string;
  readonly units: number;
  readonly weight: number;
}

/** One crystal of symmetry.json: what spglib finds of it. */
export interface SymmetryFixture {
  readonly name: string;
  readonly matrix: Matrix3;
  readonly elements: readonly string[];
  readonly fractional: readonly Vector3[];
  readonly number: number;
  readonly hallNumber: number;
  readonly pointGroup: string;
  readonly crystalSystem: string;
  readonly operations: number;
  readonly orbits: readonly (readonly number[])[];
  readonly siteSymmetries: readonly string[];
  readonly conventionalSites: number;
  readonly conventionalVolume: number;
  readonly primitiveSites: number;
}

/** SMACT's verdicts, neutrality.json. */
export interface NeutralityFixture {
  readonly sets: readonly ["smact14", "icsd24"];
  /** Where SMACT's electronegativities differ from pymatgen's. */
  readonly electronegativities: Readonly<Record<string, number | null>>;
  readonly metals: readonly string[];
  /** Formula and for each set 1 (neutral) + 2 (and ordered) + 4 (valid, alloys included). */
  readonly verdicts: readonly (readonly [string, number, number])[];
}

function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8"));
}

export const textbookCrystals = readFixture("textbook-crystals.json") as readonly TextbookCrystal[];
export const textbookMatches = readFixture("textbook-matches.json") as readonly [string, string][];
export const randomLattices = readFixture("random-lattices.json") as readonly RandomLattice[];
export const formulas = readFixture("formulas.json") as readonly FormulaFixture[];
export const neighborFixtures = readFixture("neighbor-lists.json") as readonly NeighborFixture[];
export const supercellFixtures = readFixture("supercells.json") as readonly SupercellFixture[];
export const furtherFormulas = readFixture(
  "further-formulas.json",
) as readonly FurtherFormulaFixture[];
export const { crystals: symmetryFixtures } = readFixture("symmetry.json") as {
  readonly crystals: readonly SymmetryFixture[];
};
export const neutralityFixture = readFixture("neutrality.json") as NeutralityFixture;

/** A fixture as a structure. */
export function toStructure({
  matrix,
  elements,
  fractional,
}: Pick<TextbookCrystal, "matrix" | "elements" | "fractional">): Structure {
  return createStructure(latticeFromMatrix(matrix), elements, fractional);
}

/** The textbook crystal with a name, as a structure. */
export function textbook(name: string): Structure {
  const crystal = textbookCrystals.find((candidate) => candidate.name === name);
  if (crystal === undefined) throw new RangeError(`There is no fixture "${name}".`);
  return toStructure(crystal);
}

/** Lengths and angles as a list. */
export function parameterList({ a, b, c, alpha, beta, gamma }: LatticeParameters): ParameterList {
  return [a, b, c, alpha, beta, gamma];
}

/** A list as lengths and angles. */
export function parametersOf([a, b, c, alpha, beta, gamma]: ParameterList): LatticeParameters {
  return { a, b, c, alpha, beta, gamma };
}
