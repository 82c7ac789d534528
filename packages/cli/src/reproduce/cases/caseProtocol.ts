import { fileURLToPath } from "node:url";
import { readStudy } from "../../study/readStudy.ts";
import type { Study } from "../../study/study.ts";

/** The paper's three demonstrations. */
export const caseNames = ["case1", "case2", "case3"] as const;

/** One of the paper's demonstrations. */
export type CaseName = (typeof caseNames)[number];

/** When a prediction counts as a hit. */
export interface CaseCriterion {
  /** Property. */
  readonly property: string;
  /** How far from the target's value a hit may be, in the property's unit; bounds and ranges must be met. */
  readonly within: number;
}

/** How designs are chosen among what a search finds. */
export interface CaseChoice {
  /** How many of each search. */
  readonly perRun: number;
  /** How many known crystals near a design are asked for their values. */
  readonly neighbours: number;
}

/** A demonstration: what is searched, what counts, and what the paper found. */
export interface CaseProtocol {
  /** The searches: one study for each model. */
  readonly studies: readonly Study[];
  /** How designs are chosen by the opinions of all models of the studies; absent where all are taken. */
  readonly choice?: CaseChoice;
  /** When a design is a hit: all of these. */
  readonly criteria: readonly CaseCriterion[];
  /** What the paper reports, in a sentence. */
  readonly paper: string;
  /** What is aimed at, in a sentence; undefined where nothing beyond the paper is. */
  readonly aim?: string;
}

const criteria: Readonly<Record<CaseName, readonly CaseCriterion[]>> = {
  case1: [{ property: "formation_energy_per_atom", within: 0.1 }],
  case2: [
    { property: "band_gap", within: 0.25 },
    { property: "formation_energy_per_atom", within: 0 },
  ],
  case3: [
    { property: "e_above_hull_recomputed", within: 0 },
    { property: "band_gap", within: 0 },
    { property: "Powerfactor", within: 0 },
  ],
};

const files: Readonly<Record<CaseName, readonly string[]>> = {
  case1: ["case1"],
  case2: ["case2-ternaries", "case2-quaternaries"],
  case3: ["case3"],
};

const choices: Readonly<Partial<Record<CaseName, CaseChoice>>> = {
  case2: { perRun: 12, neighbours: 5 },
};

const papers: Readonly<Record<CaseName, string>> = {
  case1: "The paper: 27 of 97 designs (28 %) within 0.1 eV/atom by DFT, after relaxation.",
  case2:
    "The paper: 16 designs, 6 of them hits on the band gap by DFT, most on the formation energy.",
  case3:
    "The paper: 27 new crystals, 2 of them with power factors like the best thermoelectrics' by DFT.",
};

const aims: Readonly<Partial<Record<CaseName, string>>> = {
  case1:
    "Aim: at least 100 new formulas, 90 % hits by our own model and 50 % by CGCNN, as many structure types and " +
    "elements as in the paper.",
};

/**
 * Reads the protocol of a demonstration: the study files that come with the package, and what counts.
 *
 * @param name - which demonstration
 * @returns the protocol
 */
export async function readCaseProtocol(name: CaseName): Promise<CaseProtocol> {
  const studies = await Promise.all(
    files[name].map((file) =>
      readStudy(fileURLToPath(new URL(`../../../cases/${file}.study.json`, import.meta.url))),
    ),
  );
  const [aim, choice] = [aims[name], choices[name]];
  return {
    ...{ studies, criteria: criteria[name], paper: papers[name] },
    ...(choice === undefined ? {} : { choice }),
    ...(aim === undefined ? {} : { aim }),
  };
}
