/**
 * What can go wrong when a database is asked over the network.
 *
 * - `DATASETS_NETWORK_FAILED`: no connection, or it broke off
 * - `DATASETS_TIMED_OUT`: nothing came for too long
 * - `DATASETS_KEY_MISSING`, `DATASETS_KEY_REFUSED`: no key, or not a good one
 * - `DATASETS_RATE_LIMITED`: too many requests
 * - `DATASETS_SERVER_FAILED`: the server has a fault
 * - `DATASETS_QUERY_REFUSED`: the server does not take the query
 * - `DATASETS_INVALID_RESPONSE`: the answer is not what the interface promises
 * - `DATASETS_INCOMPLETE_RESPONSE`: an answer, a page or the whole lacks entries
 * - `DATASETS_CACHE_FAILED`: the cache cannot be read or written
 */
export type RemoteErrorCode =
  | "DATASETS_CACHE_FAILED"
  | "DATASETS_INCOMPLETE_RESPONSE"
  | "DATASETS_INVALID_RESPONSE"
  | "DATASETS_KEY_MISSING"
  | "DATASETS_KEY_REFUSED"
  | "DATASETS_NETWORK_FAILED"
  | "DATASETS_QUERY_REFUSED"
  | "DATASETS_RATE_LIMITED"
  | "DATASETS_SERVER_FAILED"
  | "DATASETS_TIMED_OUT";
