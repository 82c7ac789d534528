import type { CifDiagnostic, CifDiagnosticCode } from "./cifDiagnostic.ts";
import { CifError } from "./cifError.ts";
import type { CifErrorCode } from "./cifError.ts";
import type { ParseCifOptions } from "./parseCifOptions.ts";
import type { CifPlace } from "./syntax/cifPlace.ts";

/** A broken file of a million lines must not become a million objects. */
const defaultMaxDiagnostics = 1000;

/**
 * Collects the remarks on one text; in strict mode violations of the grammar are thrown instead.
 *
 * @internal
 */
export class DiagnosticLog {
  /** Name of the data block that is being read, for errors. */
  block: string | undefined;
  /** Whether anyone learns of remarks; checks that only make remarks can be left out where not. */
  readonly isHeard: boolean;
  readonly #strict: boolean;
  readonly #maxDiagnostics: number;
  readonly #listener: ((diagnostic: CifDiagnostic) => void) | undefined;
  readonly #diagnostics: CifDiagnostic[] = [];

  /**
   * Starts empty.
   *
   * @param options - the caller's wishes
   * @param keeps - whether the remarks are read afterwards; else only the listener gets them
   */
  constructor(
    options: Pick<ParseCifOptions, "mode" | "onDiagnostic" | "maxDiagnostics">,
    keeps = true,
  ) {
    this.isHeard = keeps || options.onDiagnostic !== undefined;
    this.#maxDiagnostics = options.maxDiagnostics ?? defaultMaxDiagnostics;
    this.#strict = options.mode === "strict";
    this.#listener = options.onDiagnostic;
  }

  /**
   * Whether one more remark would be kept.
   *
   * @returns false when nobody listens, or when the log is full
   */
  get takesRemarks(): boolean {
    return this.isHeard && this.#diagnostics.length <= this.#maxDiagnostics;
  }

  /**
   * Whether one more violation would matter; finding its place can be left out where not.
   *
   * @returns true in strict mode, which throws it, and as long as remarks are taken
   */
  get takesViolations(): boolean {
    return this.#strict || this.takesRemarks;
  }

  /**
   * What was found so far.
   *
   * @returns the remarks in the order in which they were found
   */
  get diagnostics(): readonly CifDiagnostic[] {
    return this.#diagnostics;
  }

  /**
   * A violation of the grammar that was repaired: a warning, or an error thrown in strict mode.
   *
   * @param code - what was found
   * @param message - one sentence that says what was made of it
   * @param at - where
   */
  violation(code: CifErrorCode, message: string, at: CifPlace): void {
    if (this.#strict) {
      const { block } = this;
      const { line, column } = at;
      throw new CifError(code, message, {
        line,
        column,
        ...(block === undefined ? {} : { block }),
      });
    }
    this.note("warning", code, message, at);
  }

  /**
   * A remark that is no violation of the grammar.
   *
   * @param severity - how much it matters
   * @param code - what was found
   * @param message - one sentence
   * @param at - where
   */
  note(
    severity: CifDiagnostic["severity"],
    code: CifDiagnosticCode,
    message: string,
    at: CifPlace,
  ): void {
    if (!this.takesRemarks) return;
    const maxDiagnostics = this.#maxDiagnostics;
    const count = this.#diagnostics.length;
    const diagnostic: CifDiagnostic =
      count < maxDiagnostics
        ? { severity, code, message, line: at.line, column: at.column }
        : {
            severity: "warning",
            code: "CIF_TOO_MANY_DIAGNOSTICS",
            message: `more than ${maxDiagnostics} remarks; the rest is left out`,
            line: at.line,
            column: at.column,
          };
    this.#diagnostics.push(diagnostic);
    this.#listener?.(diagnostic);
  }

  /**
   * Records an error that ended the reading of a block.
   *
   * @param error - the error; it is kept even when the log is full
   */
  failure(error: CifError): void {
    const diagnostic: CifDiagnostic = {
      severity: "error",
      code: error.code,
      message: error.summary,
      line: error.line,
      column: error.column,
    };
    this.#diagnostics.push(diagnostic);
    this.#listener?.(diagnostic);
  }
}
