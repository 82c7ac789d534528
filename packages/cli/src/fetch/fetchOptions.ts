import type { NumberRange } from "@ftcp/datasets";

/** Options of all commands that fetch crystals. */
export interface FetchOptions {
  /** The file of crystals; what is known of it lies beside it. */
  readonly out: string;
  /** Only the first so many crystals. */
  readonly limit?: number;
  /** Crystals per request. */
  readonly pageSize?: number;
  /** Folder that keeps pages; one beside the file, removed in the end, when absent. */
  readonly cache?: string;
  /** When kept pages count. */
  readonly reuse: "same-version" | "always" | "never";
  /** Elements that must all be there. */
  readonly elements?: readonly string[];
  /** Elements that must not be there. */
  readonly excludeElements?: readonly string[];
  /** Number of different elements. */
  readonly elementCount?: NumberRange;
  /** Largest number of sites. */
  readonly maxSites?: number;
  /** Ranges by the database's names. */
  readonly range?: Readonly<Record<string, NumberRange>>;
  /** Longest time without an answer in seconds. */
  readonly timeout?: number;
  /** How often a request is sent again. */
  readonly retries?: number;
  /** Whether the summary is JSON. */
  readonly json?: boolean;
}

/** Options of `ftcp fetch mp`. */
export interface FetchMaterialsProjectOptions extends FetchOptions {
  /** Whether the query of the paper is the start. */
  readonly paper?: boolean;
  /** Chemical systems. */
  readonly chemicalSystems?: readonly string[];
  /** Formulas. */
  readonly formulas?: readonly string[];
  /** Ids. */
  readonly ids?: readonly string[];
  /** Largest energy above the hull in eV/atom. */
  readonly maxHull?: number;
  /** Other conditions by the server's names. */
  readonly where?: Readonly<Record<string, string>>;
  /** What is wanted of each material. */
  readonly fields?: readonly string[];
  /** Address of the interface. */
  readonly url?: string;
}

/** Options of `ftcp fetch optimade`. */
export interface FetchOptimadeOptions extends FetchOptions {
  /** A filter in OPTIMADE's language. */
  readonly filter?: string;
  /** The server's names of properties by ours. */
  readonly property?: Readonly<Record<string, string>>;
  /** Whether molecules, chains and slabs are left out by the server. */
  readonly periodic?: boolean;
  /** Whether atoms without positions may be left out. */
  readonly leaveOutAtoms?: boolean;
}
