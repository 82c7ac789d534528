/**
 * What went wrong, as a stable string.
 *
 * - `FEATURIZE_TOO_MANY_SITES`, `FEATURIZE_TOO_MANY_ELEMENTS`: the crystal does not fit the layout
 * - `FEATURIZE_DISORDERED_SITE`: a site is shared by several elements or partly vacant
 * - `FEATURIZE_EMPTY_CRYSTAL`: no site, neither given nor decoded
 * - `FEATURIZE_UNKNOWN_PROPERTY`: the property table has no such element, or not this property of it
 * - `FEATURIZE_INVALID_TABLE`: a property table is damaged
 * - `FEATURIZE_TOO_FEW_PLANES`: the cell is too small for the 59 planes of layout `reference`
 * - `FEATURIZE_NOT_INVERTIBLE`: the layout lacks a block that a crystal cannot be read back without
 * - `FEATURIZE_NOT_CANONICAL`: the canonical form of the crystal cannot be computed (see `cause`)
 * - `FEATURIZE_INVALID_CELL`: decoded lengths and angles form no cell (see `cause`)
 * - `FEATURIZE_NOT_FINITE`: NaN or infinity where a number is needed
 * - `FEATURIZE_TOLERANCE_UNREACHABLE`: structure factors cannot be computed as exactly as asked
 * - `FEATURIZE_GRID_TOO_LARGE`: the grid of a Fourier transform needs more memory than allowed
 * - `FEATURIZE_WORKER_FAILED`: a worker of a pool died, or met an error that is of no crystal (`cause`)
 * - `FEATURIZE_RESUME_MISMATCH`: the unfinished file is of another run, or damaged
 * - `FEATURIZE_SHAPE_MISMATCH`: a tensor does not have the rows and columns of the layout
 * - `FEATURIZE_LAYOUT_VERSION`, `FEATURIZE_INVALID_LAYOUT`: layout JSON of another version; damaged
 * - `FEATURIZE_SCALER_VERSION`, `FEATURIZE_INVALID_SCALER`: scaler JSON of another version; damaged
 * - `FEATURIZE_INVALID_NPY`, `FEATURIZE_UNSUPPORTED_NPY`: a damaged `.npy` file; one of another type
 * - `FEATURIZE_READ_FAILED`: a file cannot be read (see `cause`)
 * - `FEATURIZE_DISK_FULL`, `FEATURIZE_WRITE_FAILED`: a file cannot be written (see `cause`)
 */
export type FeaturizeErrorCode =
  | "FEATURIZE_TOO_MANY_SITES"
  | "FEATURIZE_TOO_MANY_ELEMENTS"
  | "FEATURIZE_DISORDERED_SITE"
  | "FEATURIZE_EMPTY_CRYSTAL"
  | "FEATURIZE_UNKNOWN_PROPERTY"
  | "FEATURIZE_INVALID_TABLE"
  | "FEATURIZE_TOO_FEW_PLANES"
  | "FEATURIZE_NOT_INVERTIBLE"
  | "FEATURIZE_NOT_CANONICAL"
  | "FEATURIZE_INVALID_CELL"
  | "FEATURIZE_NOT_FINITE"
  | "FEATURIZE_TOLERANCE_UNREACHABLE"
  | "FEATURIZE_GRID_TOO_LARGE"
  | "FEATURIZE_WORKER_FAILED"
  | "FEATURIZE_RESUME_MISMATCH"
  | "FEATURIZE_SHAPE_MISMATCH"
  | "FEATURIZE_LAYOUT_VERSION"
  | "FEATURIZE_INVALID_LAYOUT"
  | "FEATURIZE_SCALER_VERSION"
  | "FEATURIZE_INVALID_SCALER"
  | "FEATURIZE_INVALID_NPY"
  | "FEATURIZE_UNSUPPORTED_NPY"
  | "FEATURIZE_READ_FAILED"
  | "FEATURIZE_DISK_FULL"
  | "FEATURIZE_WRITE_FAILED";

/** Where and how much: the facts a {@link FeaturizeError} may carry. */
export interface FeaturizeErrorData {
  /** Index of the crystal in the batch. */
  readonly crystal?: number;
  /** Index of the site in the structure or in the layout. */
  readonly site?: number;
  /** Symbol of the element concerned. */
  readonly element?: string;
  /** Elemental property concerned, for example `electronegativity`. */
  readonly property?: string;
  /** Block of the layout concerned. */
  readonly block?: string;
  /** Row of the tensor. */
  readonly row?: number;
  /** Column of the tensor. */
  readonly column?: number;
  /** Number found, for example of sites. */
  readonly count?: number;
  /** Largest number allowed. */
  readonly limit?: number;
  /** Place in a JSON document, for example `planes[3]`. */
  readonly path?: string;
  /** File concerned. */
  readonly file?: string;
  /** Crystals that are completely in the file although writing failed. */
  readonly crystalsWritten?: number;
}

/**
 * Everything that this package throws or returns for wrong data.
 *
 * @example
 * ```ts
 * try {
 *   featurize(structure, layout);
 * } catch (error) {
 *   if (error instanceof FeaturizeError && error.code === "FEATURIZE_TOO_MANY_SITES") {
 *     // error.data.count sites, the layout holds error.data.limit
 *   }
 * }
 * ```
 */
export class FeaturizeError extends Error {
  /** Always `FeaturizeError`. */
  override readonly name = "FeaturizeError";
  /** What went wrong. */
  readonly code: FeaturizeErrorCode;
  /** Where it went wrong; only the facts that apply are present. */
  readonly data: FeaturizeErrorData;

  /**
   * Makes an error; the package does this, users only read it.
   *
   * @param code - what went wrong
   * @param message - one sentence for a reader
   * @param data - where it went wrong
   * @param options - `cause`, the lower error
   */
  constructor(
    code: FeaturizeErrorCode,
    message: string,
    data: FeaturizeErrorData = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.data = data;
  }
}
