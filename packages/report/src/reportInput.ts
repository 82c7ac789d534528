import type { Structure } from "@ftcp/crystal";

/** A training crystal from which a design was started. */
export interface ReportRoot {
  /** Id of the crystal in its source, e.g. `mp-22862`. */
  readonly id: string;
  /** Reduced formula, e.g. `NaCl`. */
  readonly formula: string;
  /** Known (reference) value of each property, in the property's unit; unknown ones absent. */
  readonly properties: Readonly<Record<string, number>>;
  /** The crystal, where it is at hand; shown beside the design. */
  readonly structure?: Structure | undefined;
  /** Where {@link ReportRoot.structure} comes from, e.g. `as the model decodes it`. */
  readonly source?: string | undefined;
}

/** A file that belongs to a design, held in the report. */
export interface ReportFile {
  /** What the link says, e.g. `POSCAR`. */
  readonly label: string;
  /** Name of the file when it is saved. */
  readonly name: string;
  /** What is in it. */
  readonly text: string;
}

/** Rates of one kind: lines with one share for each column. */
export interface ReportRates {
  /** Heading, e.g. `Before and after repair`. */
  readonly title: string;
  /** What the shares are, e.g. `decoded` and `repaired`. */
  readonly columns: readonly string[];
  /** The lines. */
  readonly rows: readonly {
    /** What is counted, e.g. `charge neutral`. */
    readonly label: string;
    /** Share (0 to 1) in each column; NaN where it is not known. */
    readonly values: readonly number[];
  }[];
  /** What a reader must know to understand the rates. */
  readonly note?: string | undefined;
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

/** The training crystal whose local order is most like that of a design. */
export interface ReportSimilarity {
  /** Id of the crystal in its source. */
  readonly id: string;
  /** Distance of the fingerprints of local order; 0 where they are the same. */
  readonly dissimilarity: number;
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
  /** Further files of the design. */
  readonly files?: readonly ReportFile[] | undefined;
  /** The crystal as decoded, where {@link ReportDesign.structure} was repaired. */
  readonly raw?: Structure | undefined;
  /** Space group, e.g. `Fm-3m (225)`. */
  readonly spaceGroup?: string | undefined;
  /** Standard deviation of each predicted property, in the property's unit. */
  readonly uncertainty?: Readonly<Record<string, number>> | undefined;
  /** What was done to the decoded crystal, in words, in order. */
  readonly repairs?: readonly string[] | undefined;
  /** The training crystal most like it in its local order, where that was looked for. */
  readonly mostSimilar?: ReportSimilarity | undefined;
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
  /** Rates shown below the funnel, such as those before and after repair. */
  readonly rates?: readonly ReportRates[] | undefined;
  /** Wall time of the run in seconds; left out where the same run shall give the same page. */
  readonly seconds?: number | undefined;
}
