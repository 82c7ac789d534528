/**
 * What can go wrong in the command line itself; stable across versions.
 *
 * - `CLI_USAGE`: an unknown command or option, or a value that an option does not take
 * - `CLI_READ_FAILED`: a file or folder cannot be read
 * - `CLI_WRITE_FAILED`: a file cannot be written, for example because the disk is full; an earlier
 *   file of that name is untouched
 * - `CLI_UNKNOWN_FORMAT`: neither name nor contents of a file tell its format
 * - `CLI_MODEL_NOT_FOUND`: neither a folder with a model nor the name of a bundled one
 * - `CLI_INDEX_MISSING`: the model has no latent index, which a design starts from
 * - `CLI_ENGINE_MISSING`: the engine is not installed
 * - `CLI_NO_CHECKPOINT`: there is nothing to resume
 * - `CLI_INVALID_CONFIG`: a configuration file is no JSON or does not follow its schema
 * - `CLI_NO_CRYSTALS`: no crystal of the dataset is left to work on
 * - `CLI_NO_SPLIT`: the dataset does not say which crystal belongs to which split
 */
export type CliErrorCode =
  | "CLI_USAGE"
  | "CLI_READ_FAILED"
  | "CLI_WRITE_FAILED"
  | "CLI_UNKNOWN_FORMAT"
  | "CLI_MODEL_NOT_FOUND"
  | "CLI_INDEX_MISSING"
  | "CLI_ENGINE_MISSING"
  | "CLI_NO_CHECKPOINT"
  | "CLI_INVALID_CONFIG"
  | "CLI_NO_CRYSTALS"
  | "CLI_NO_SPLIT";

/**
 * The error class of `@ftcp/cli`; errors of the other packages pass through with their own codes.
 *
 * @example
 * ```ts
 * throw new CliError("CLI_WRITE_FAILED", "out/1.cif: the disk is full", { path: "out/1.cif" });
 * ```
 */
export class CliError extends Error {
  /** Always `CliError`. */
  override readonly name = "CliError";
  /** What went wrong. */
  readonly code: CliErrorCode;
  /** The file or folder at fault, where the error is about one. */
  readonly path: string | undefined;
  /** The names that would have been understood, where the error is about a name. */
  readonly known: readonly string[] | undefined;
  /** JSON pointer of the key at fault, where the error is about a configuration file. */
  readonly key: string | undefined;

  /**
   * Makes an error.
   *
   * @param code - what went wrong
   * @param message - one sentence for people; it names the path itself
   * @param options - the cause and the data of the error
   */
  constructor(
    code: CliErrorCode,
    message: string,
    options: ErrorOptions & {
      readonly path?: string;
      readonly known?: readonly string[];
      readonly key?: string;
    } = {},
  ) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.path = options.path;
    this.known = options.known;
    this.key = options.key;
  }
}
