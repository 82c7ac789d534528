import type { ReproduceOptions } from "../reproduceOptions.ts";

/** Options of `ftcp reproduce case1`, `case2` and `case3`. */
export interface CaseOptions extends Pick<
  ReproduceOptions,
  "out" | "model" | "limit" | "maxSites" | "json"
> {
  /** Dataset whose test split gives the base rates. */
  readonly data?: string;
  /** File of an independent CGCNN that judges the designs. */
  readonly judge?: string;
}
