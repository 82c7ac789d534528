/** How far a query over the network has come. */
export interface RemoteProgress {
  /** Records given so far, failed ones included. */
  readonly records: number;
  /** Records that failed so far. */
  readonly failures: number;
  /** Records that the query has, where the server tells. */
  readonly total: number | undefined;
  /** Pages read so far. */
  readonly pages: number;
  /** Pages among them that came from the cache. */
  readonly pagesFromCache: number;
  /** Requests sent so far, repeated ones included. */
  readonly requests: number;
  /** Bytes received so far, decompressed. */
  readonly bytesRead: number;
  /** Set before a wait: how long it is, and the code of the error that it follows. */
  readonly waiting?: {
    /** How long the wait is. */
    readonly seconds: number;
    /** Code of the error that it follows. */
    readonly code: string;
  };
}
