import type { Result, Structure } from "@ftcp/crystal";
import type { DatasetError } from "./datasetError.ts";

/** One crystal of a dataset with what is known about it. */
export interface CrystalRecord {
  /** Identifier within the dataset, e.g. `mp-149`. */
  readonly id: string;
  /** The crystal. */
  readonly structure: Structure;
  /** The text that it was read from, where a reader was told `lazy`. */
  readonly cif?: string;
  /** Numbers by column name, finite, in the file's own units; a missing value has no key. */
  readonly properties: Readonly<Record<string, number>>;
  /** Texts by column name, e.g. `split`; a missing value has no key. */
  readonly labels: Readonly<Record<string, string>>;
}

/** One item of a dataset: a crystal, or the reason why a row gave none. */
export type RecordResult<E extends Error = DatasetError> = Result<CrystalRecord, E>;

/**
 * Records in any form the functions of this package take: bare or as results, in an array, a
 * generator or a stream.
 */
export type RecordSource<E extends Error = DatasetError> =
  Iterable<CrystalRecord | RecordResult<E>> | AsyncIterable<CrystalRecord | RecordResult<E>>;
