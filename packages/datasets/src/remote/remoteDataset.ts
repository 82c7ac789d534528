import type { RecordResult } from "../crystalRecord.ts";
import type { RemoteProvenance } from "./remoteProvenance.ts";

/**
 * The answer to a query, read page by page as the caller goes along; any function that takes records
 * takes it.
 *
 * @remarks
 * An entry that is no crystal is a failed result. When the rest cannot be had, the iteration **throws**
 * a `DatasetError`, so that a part is never taken for the whole; with a cache, the same call goes on
 * from there later.
 */
export interface RemoteDataset extends AsyncIterable<RecordResult> {
  /** Where the records come from. */
  readonly provenance: RemoteProvenance;
  /** Number of records of the query, where the server tells. */
  readonly total: number | undefined;
}
