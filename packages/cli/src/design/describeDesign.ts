import type { SpaceGroupName } from "@ftcp/crystal/symmetry";
import type { Design, DesignReencoding, DesignRepair } from "@ftcp/sampling";
import type { JudgeOpinion } from "./askJudges.ts";
import type { DesignRun } from "./designRun.ts";
import { measureDisagreement } from "./measureDisagreement.ts";
import type { MostSimilarCrystal } from "./measureDissimilarity.ts";
import type { RankedDesign } from "./rankedDesign.ts";

/** A line of `designs.jsonl`. */
export interface DesignRecord {
  /** Rank and formula. */
  readonly id: string;
  /** Reduced formula. */
  readonly formula: string;
  /** Name of the CIF in the same folder. */
  readonly file: string;
  /** Number of sites in the cell. */
  readonly sites: number;
  /** What the model predicts, by property name, each in its unit; not finite values are null. */
  readonly predicted: Readonly<Record<string, number>>;
  /** The targets as typed, those by word with their bound. */
  readonly targets: readonly string[];
  /** Distance from the targets, in the property's unit or, for several, in standard deviations. */
  readonly targetDistance: number;
  /** The known crystal that it descends from, with its known properties. */
  readonly root: {
    /** Id of the crystal. */
    readonly id: string;
    /** Its reduced formula. */
    readonly formula: string;
    /** Its known properties, each in its unit. */
    readonly properties: Readonly<Record<string, number>>;
  };
  /** Euclidean distance to the root in latent space. */
  readonly latentDistance: number;
  /** The checks that were made, and what they measured. */
  readonly checks: {
    /** Whether the geometry is valid. */
    readonly valid: boolean;
    /** Names of the checks that it passed. */
    readonly passed: readonly string[];
    /** Names of the checks that it failed. */
    readonly failed: readonly string[];
    /** Shortest distance between two atoms in Å. */
    readonly shortestDistance: number;
    /** Volume of the cell in Å³. */
    readonly volume: number;
    /** Volume per atom in Å³. */
    readonly volumePerAtom: number;
  };
  /** Whether charges balance, by common and by all listed oxidation states. */
  readonly neutral: Design["neutrality"];
  /** What is new of it. */
  readonly novelty: Design["novelty"];
  /** Space group; absent where symmetry was not looked for. */
  readonly spaceGroup?: SpaceGroupName;
  /** What the repairs did; absent without repairs. */
  readonly repair?: Omit<DesignRepair, "raw" | "symmetry" | "spaceGroup">;
  /** What the model says of the crystal encoded again; absent without repairs. */
  readonly reencoded?: Omit<DesignReencoding, "latent">;
  /** What further models say of it (`--judge`), and how much all of them disagree; absent where none were asked. */
  readonly judged?: {
    /** What each of them predicts. */
    readonly opinions: readonly JudgeOpinion[];
    /** Standard deviation over the models by property, each in its unit. */
    readonly disagreement: Readonly<Record<string, number>>;
  };
  /** The known crystal whose local order is most like its own (`--data`); absent where it was not looked for. */
  readonly mostSimilar?: MostSimilarCrystal;
  /** Name of the sampler. */
  readonly sampler: string;
  /** All crystals that its latent was made from. */
  readonly roots: readonly string[];
  /** How far the sampler went. */
  readonly step: number;
  /** Decided the whole run. */
  readonly seed: number;
  /** Name of the model. */
  readonly model: string;
}

const geometryChecks = ["sites", "distance", "volume"] as const;
/** What only repaired crystals are asked for: those as decoded hardly ever pass. */
const repairedChecks = ["volumePerAtom", "covalentRadii"] as const;

/**
 * Turns a design into plain data.
 *
 * @param ranked - the design
 * @param run - the run that found it
 * @returns a line of `designs.jsonl`
 */
export function describeDesign(ranked: RankedDesign, run: Omit<DesignRun, "funnel">): DesignRecord {
  const { id, file, design, opinions, mostSimilar } = ranked;
  const { valid, failures, shortestDistance, volume, volumePerAtom } = design.checks;
  const checked = [...geometryChecks, ...(design.repair === undefined ? [] : repairedChecks)];
  const passed = checked.filter((name) => !failures.includes(name));
  return {
    id,
    formula: design.formula,
    file,
    sites: design.structure.sites.length,
    predicted: design.predicted,
    targets: run.targets,
    targetDistance: design.targetDistance,
    root: design.root,
    latentDistance: design.latentDistance,
    checks: {
      valid,
      passed: [
        ...passed,
        ...run.checks,
        // A known formula that was let through has a structure that matches none of its crystals.
        design.novelty.formula ? "newFormula" : "newStructure",
      ],
      failed: failures,
      shortestDistance,
      volume,
      volumePerAtom,
    },
    neutral: design.neutrality,
    novelty: design.novelty,
    ...describeRepair(design),
    ...(opinions.length === 0
      ? {}
      : {
          judged: { opinions, disagreement: measureDisagreement(design.predicted, opinions) },
        }),
    ...(mostSimilar === undefined ? {} : { mostSimilar }),
    sampler: design.sampler,
    roots: design.roots,
    step: design.step,
    seed: run.seed,
    model: run.modelName,
  };
}

function describeRepair({
  repair,
  reencoded,
}: Design): Pick<DesignRecord, "spaceGroup" | "repair" | "reencoded"> {
  if (repair === undefined) return {};
  const { latentMoved, records, displacement, volumeFactor, spaceGroup, spaceGroupBefore } = repair;
  return {
    ...(spaceGroup === undefined ? {} : { spaceGroup }),
    repair: {
      ...{ latentMoved, records, displacement, volumeFactor },
      ...(spaceGroupBefore === undefined ? {} : { spaceGroupBefore }),
    },
    ...(reencoded === undefined ? {} : { reencoded: describeReencoding(reencoded) }),
  };
}

function describeReencoding({
  predictedBefore,
  uncertainty,
  expectedDistance,
  decodesToItself,
}: DesignReencoding): NonNullable<DesignRecord["reencoded"]> {
  return { predictedBefore, uncertainty, expectedDistance, decodesToItself };
}
