import { DatasetError } from "@ftcp/datasets";
import { dirname } from "node:path";
import { describeProblem } from "../data/describeProblem.ts";
import { createDirectory } from "../files/createDirectory.ts";
import { writeFiles } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";

/** Rows that are named on standard error; the others are counted. */
const shown = 10;

/** Gathers the rows of a dataset that could not be read. */
export class ProblemReport {
  readonly #lines: string[] = [];
  readonly #codes = new Map<string, number>();
  readonly #context: CommandContext;

  /** @param context - takes warnings, and writes the report */
  constructor(context: CommandContext) {
    this.#context = context;
  }

  /** How many rows there are. */
  get count(): number {
    return this.#lines.length;
  }

  /** Rows by error code. */
  get codes(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#codes);
  }

  /**
   * Takes a row.
   *
   * @param error - why it could not be read
   * @param id - the crystal, where the error does not name it
   */
  add(error: Error, id?: string): void {
    const problem = describeProblem(error, id);
    const { row, column } = error instanceof DatasetError ? error : {};
    if (this.#lines.length < shown) {
      this.#context.note(`ftcp: warning: ${problem.code}: ${problem.message}`);
    }
    this.#lines.push(`${JSON.stringify({ row, ...problem, column })}\n`);
    this.#codes.set(problem.code, (this.#codes.get(problem.code) ?? 0) + 1);
  }

  /**
   * Tells how many rows were not named, and writes the report.
   *
   * @param path - JSON Lines with row, id, line, column, code and message; none without it
   * @throws `CliError` with code `CLI_WRITE_FAILED`
   */
  async finish(path: string | undefined): Promise<void> {
    if (this.count > shown) {
      const codes = [...this.#codes].map(([code, count]) => `${count} ${code}`).join(", ");
      this.#context.note(`ftcp: warning: ${this.count} rows could not be read: ${codes}`);
    }
    if (path === undefined) return;
    await createDirectory(dirname(path));
    await writeFiles([{ path, contents: this.#lines.join("") }], this.#context);
  }
}
