import type { Structure } from "@ftcp/crystal";

/** A training crystal from which a design was started. */
export interface ReportRoot {
  /** Id of the crystal in its source, e.g. `mp-22862`. */
  readonly id: string;
  /** Reduced formula, e.g. `NaCl`. */
  readonly formula: string;
  /** Known (reference) value of each property, in the property's unit; unknown ones absent. */
  readonly properties: Readonly<Record<string, number>>;
}

/** Geometric checks of a designed crystal. */
export interface ReportChecks {
  /** Whether the crystal passed every validity check. */
  readonly valid: boolean;
  /** Shortest distance between two atoms, periodic images included, in Å. */
  readonly shortestDistance: number;
  /** Volume per atom in Å³. */
  readonly volumePerAtom: number;
}

/** One designed crystal. */
export interface ReportDesign {
  /** Id of the design, unique in the report. */
  readonly id: string;
  /** Reduced formula, e.g. `SiO2`. */
  readonly formula: string;
  /** The designed crystal. */
  readonly structure: Structure;
  /** Predicted value of each property, in the property's unit. */
  readonly predicted: Readonly<Record<string, number>>;
  /** Distance of the prediction from the target, as the sampler ranks it; 0 is on target. */
  readonly targetDistance: number;
  /** The training crystal from which the design was started; absent when it started from none. */
  readonly root?: ReportRoot | undefined;
  /** Euclidean distance in latent space between the design and where it was started. */
  readonly latentDistance: number;
  /** Geometric checks. */
  readonly checks: ReportChecks;
  /** The crystal as CIF text. */
  readonly cif: string;
  /** Name of the CIF file beside the report. */
  readonly file: string;
}

/** One target as parsed. */
export interface ReportTarget {
  /** Name of the property, e.g. `band_gap`. */
  readonly property: string;
  /** Whether the property should equal, stay below or stay above {@link ReportTarget.value}. */
  readonly kind: "value" | "below" | "above";
  /** The target value, in the property's unit. */
  readonly value: number;
}

/** A point of the map of latent space. */
export interface ReportMapPoint {
  /** First principal component. */
  readonly x: number;
  /** Second principal component. */
  readonly y: number;
}

/** Latent space of the training crystals on two principal axes. */
export interface ReportMap {
  /** First principal component of each training crystal. */
  readonly x: ArrayLike<number>;
  /** Second principal component of each training crystal. */
  readonly y: ArrayLike<number>;
  /** Each property's value for each training crystal; NaN where it is unknown. */
  readonly values: Readonly<Record<string, ArrayLike<number>>>;
  /** Where each design lies, in the order of {@link ReportInput.designs}. */
  readonly designs: readonly ReportMapPoint[];
  /** Fraction of the variance (0 to 1) along each principal axis, the first two at least. */
  readonly explainedVariance: readonly number[];
}

/** Everything a design report shows. */
export interface ReportInput {
  /** Heading of the report. */
  readonly title: string;
  /** The targets as typed, e.g. `band_gap=1.5`. */
  readonly targets: readonly string[];
  /** Name of the sampler, e.g. `lp`. */
  readonly sampler: string;
  /** The seed that decided every random choice. */
  readonly seed: number;
  /** Name of the model. */
  readonly modelName: string;
  /** Where the model's training data come from; web addresses in it become links. */
  readonly attribution: string;
  /** The designed crystals, in order of rank. */
  readonly designs: readonly ReportDesign[];
  /** The targets as parsed. */
  readonly targetSpecs: readonly ReportTarget[];
  /** Latent space of the training crystals, with the designs. */
  readonly map: ReportMap;
  /** Number of candidates at each stage or for each cause of rejection, in order of insertion. */
  readonly funnel: Readonly<Record<string, number>>;
  /** Wall time of the run in seconds. */
  readonly seconds: number;
}
