/**
 * What went wrong, as a stable string:
 *
 * - `FINGERPRINT_OVERLAPPING_ATOMS`: two atoms are at one place, which leaves no room for a Voronoi cell
 */
export type FingerprintErrorCode = "FINGERPRINT_OVERLAPPING_ATOMS";

/**
 * Every error about data that `@ftcp/fingerprint` throws.
 *
 * @example
 * ```ts
 * import { FingerprintError, fingerprintStructure } from "@ftcp/fingerprint";
 *
 * try {
 *   fingerprintStructure(structure);
 * } catch (error) {
 *   if (error instanceof FingerprintError) error.site; // the first of the two
 * }
 * ```
 */
export class FingerprintError extends Error {
  /** Always `FingerprintError`. */
  override readonly name = "FingerprintError";
  /** What went wrong, see {@link FingerprintErrorCode}. */
  readonly code: FingerprintErrorCode;
  /** The site at fault. */
  readonly site: number;

  /**
   * @param code - what went wrong
   * @param message - the same for a human reader
   * @param site - the site at fault
   */
  constructor(code: FingerprintErrorCode, message: string, site: number) {
    super(message);
    this.code = code;
    this.site = site;
  }
}
