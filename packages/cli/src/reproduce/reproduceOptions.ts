import type { EngineName } from "@ftcp/vae/node";
import type { PresetName } from "@ftcp/vae";

/** What `ftcp reproduce` can reproduce. */
export const reproductions = [
  "table1",
  "table2",
  "table3",
  "figure-s1",
  "figure-s5",
  "semisupervised",
  "case1",
  "case2",
  "case3",
] as const;

/** A table, figure or demonstration of the paper. */
export type Reproduction = (typeof reproductions)[number];

/** Options of `ftcp reproduce`. */
export interface ReproduceOptions {
  /** The dataset. */
  readonly data: string;
  /** Folder of runs, tables and figures. */
  readonly out: string;
  /** Recipe of the autoencoder that tables 2 and 3 take apart. */
  readonly preset: Exclude<PresetName, "ftcp">;
  /** Rows of the table; default: all of it. */
  readonly rows?: readonly string[];
  /** Number of seeds, from 1 on. */
  readonly seeds: number;
  /** Epochs; default: those of the recipe. */
  readonly epochs?: number;
  /** Only the first so many crystals, of train and of what is measured each. */
  readonly limit?: number;
  /** Which labels: all, or those of one release of the Materials Project. */
  readonly labels: "mixed" | "mp2018";
  /** What is measured on: a tenth of the formulas of train, or the test split. */
  readonly on: "validation" | "test";
  /** Largest number of sites. */
  readonly maxSites: number;
  /** Most samples of `table1`; default: a million. */
  readonly budget?: number;
  /** Whether runs that are not there yet are made; otherwise the table shows those that are. */
  readonly training: boolean;
  /** Model of `figure-s1` and `table1`. */
  readonly model?: string;
  /** What computes. */
  readonly engine: EngineName | "auto";
  /** Threads of the ONNX runtimes. */
  readonly threads?: number;
  /** Whether the result is JSON. */
  readonly json?: boolean;
}
