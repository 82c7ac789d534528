import type { RemoteProgress } from "./remoteProgress.ts";
import type { ResponseCache } from "./responseCache.ts";

/** How a database is asked over the network. */
export interface RequestOptions {
  /** What sends requests; default: the `fetch` of this engine. */
  readonly fetch?: typeof globalThis.fetch;
  /** Stops everything; the call or the iteration then throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Longest time without any byte of an answer, in seconds; default 60. */
  readonly timeoutSeconds?: number;
  /** How often a request is sent again after 429, 5xx, a time-out or a cut connection; default 5. */
  readonly retries?: number;
  /** First wait before a request is sent again, in seconds; it doubles each time; default 1. */
  readonly backoffSeconds?: number;
  /**
   * Longest wait before a request is sent again, in seconds; default 120. A server that asks for more
   * (`Retry-After`) ends the work with `DATASETS_RATE_LIMITED`.
   */
  readonly maxWaitSeconds?: number;
  /** Largest answer in bytes; default 256 MiB. */
  readonly maxResponseBytes?: number;
  /** Seed of the random part of the waits; default 0. */
  readonly seed?: number;
  /** Called after each page and before each wait. */
  readonly onProgress?: (progress: RemoteProgress) => void;
}

/** How a query of many pages is carried out. */
export interface RemoteOptions extends RequestOptions {
  /** Keeps whole pages, so that a later run goes on where this one stopped; default: none is kept. */
  readonly cache?: ResponseCache;
  /**
   * When kept pages count. `"same-version"` (default): when the database still has the version that
   * they come from or, where it tells none, within a day; otherwise all are fetched anew, as pages of
   * two versions are never mixed. `"always"`: without asking, which needs no network when the query
   * is complete. `"never"`: everything is fetched anew.
   */
  readonly reuse?: "same-version" | "always" | "never";
}
