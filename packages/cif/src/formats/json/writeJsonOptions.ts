import type { WriteFormatOptions } from "../writeFormatOptions.ts";

/** How JSON is written. */
export interface WriteJsonOptions extends WriteFormatOptions {
  /** Spaces that each level is indented by; everything on one line by default. */
  readonly indent?: number;
}
