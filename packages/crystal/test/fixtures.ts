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

function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8"));
}

export const textbookCrystals = readFixture("textbook-crystals.json") as readonly TextbookCrystal[];
export const textbookMatches = readFixture("textbook-matches.json") as readonly [string, string][];
export const randomLattices = readFixture("random-lattices.json") as readonly RandomLattice[];
export const formulas = readFixture("formulas.json") as readonly FormulaFixture[];

/** A fixture as a structure. */
export function toStructure({ matrix, elements, fractional }: TextbookCrystal): Structure {
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
