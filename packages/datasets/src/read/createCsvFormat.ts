import type { Result } from "@ftcp/crystal";
import { DatasetError } from "../datasetError.ts";
import type { DatasetErrorCode, DatasetErrorPlace } from "../datasetError.ts";
import type { TextLine } from "../source/splitLines.ts";
import { createCsvTokenizer } from "./csvTokenizer.ts";
import { describeLineProblem } from "./describeLineProblem.ts";
import type { ReadCsvOptions } from "./readCsv.ts";
import type { RowFormat } from "./readRows.ts";

/** A stretch of lines that gave no row. */
interface Damage {
  readonly code: DatasetErrorCode;
  readonly reason: string;
  readonly firstLine: number;
  lastLine: number;
}

/** What a table makes of its rows. */
export interface CsvTable<T> {
  /**
   * @param cells - the first row
   * @param line - its line
   * @returns whether the first row is no header but data
   */
  takeHeader(cells: readonly string[], line: number): boolean;
  /**
   * @param cells - as many as the first row has
   * @param place - where the row is
   * @returns what becomes of the row; nothing when it is not wanted
   */
  takeRow(cells: readonly string[], place: DatasetErrorPlace): Result<T, DatasetError> | undefined;
  /**
   * @param cells - as many as the first row has, met while looking for the end of a damage
   * @returns whether they are a row and not the inside of a damaged cell
   */
  isCredible(cells: readonly string[]): boolean;
}

/**
 * Reads CSV line by line and finds its way back after damage.
 *
 * @param options - file, delimiter and longest cell
 * @param table - what becomes of the rows
 * @returns the state of one pass over a file
 */
export function createCsvFormat<T>(options: ReadCsvOptions, table: CsvTable<T>): RowFormat<T> {
  const { file, delimiter = ",", maxLineBytes = 64 * 1024 * 1024 } = options;
  if (delimiter.length !== 1 || delimiter === '"' || delimiter === "\n" || delimiter === "\r") {
    throw new RangeError(`delimiter must be one character, received ${JSON.stringify(delimiter)}`);
  }
  const tokenizer = createCsvTokenizer(delimiter);
  let columns = 0; // 0 until the header is read
  let row = 0;
  let rowLine = 0; // first line of the row being read; 0 between rows
  let rowProblem: TextLine["problem"];
  // After a damaged row we look for the next whole one; what lies between belongs to the damage.
  let damage: Damage | undefined;

  const takeDamage = (): Result<T, DatasetError>[] => {
    if (damage === undefined) return [];
    const { code, reason, firstLine, lastLine } = damage;
    damage = undefined;
    row += 1;
    const lines = lastLine > firstLine ? ` (lines ${firstLine} to ${lastLine})` : "";
    const place = { file, line: firstLine, row };
    return [{ ok: false, error: new DatasetError(code, reason + lines, place) }];
  };
  const addDamage = (
    code: DatasetErrorCode,
    reason: string,
    firstLine: number,
    lastLine: number,
  ): void => {
    if (damage === undefined) damage = { code, reason, firstLine, lastLine };
    else damage.lastLine = lastLine;
  };

  function* takeRow(
    cells: readonly string[],
    firstLine: number,
    lastLine: number,
    problem: TextLine["problem"],
  ): Generator<Result<T, DatasetError>> {
    if (columns === 0) {
      if (problem !== undefined) {
        throw new DatasetError("DATASETS_INVALID_HEADER", describeLineProblem(problem), {
          file,
          line: firstLine,
        });
      }
      columns = cells.length;
      if (!table.takeHeader(cells, firstLine)) return;
    }
    if (problem !== undefined) {
      addDamage(problem, describeLineProblem(problem), firstLine, lastLine);
      return;
    }
    if (cells.length !== columns) {
      const reason = `the row has ${cells.length} cells, the header has ${columns}`;
      addDamage("DATASETS_INVALID_ROW", reason, firstLine, lastLine);
      return;
    }
    if (damage !== undefined && !table.isCredible(cells)) {
      damage.lastLine = lastLine;
      return;
    }
    yield* takeDamage();
    row += 1;
    const result = table.takeRow(cells, { file, line: firstLine, row });
    if (result !== undefined) yield result;
  }

  function* takeLine(line: TextLine): Generator<Result<T, DatasetError>> {
    const isRowStart = rowLine === 0;
    if (isRowStart) {
      if (line.text.trim() === "") return;
      rowLine = line.number;
      rowProblem = undefined;
    }
    rowProblem ??= line.problem;
    const step = tokenizer.takeLine(line.text);
    const firstLine = rowLine;
    if (step.kind === "row") {
      rowLine = 0;
      yield* takeRow(step.cells, firstLine, line.number, rowProblem);
    } else if (step.kind === "damaged") {
      rowLine = 0;
      if (columns === 0) {
        throw new DatasetError("DATASETS_INVALID_HEADER", "the quotes of the header do not match", {
          file,
          line: firstLine,
        });
      }
      const reason = "the row's quotes do not match";
      // An unclosed quote shows at the next row's first quote: that line is tried again as a row.
      addDamage(
        "DATASETS_INVALID_ROW",
        reason,
        firstLine,
        isRowStart ? line.number : line.number - 1,
      );
      if (!isRowStart) yield* takeLine(line);
    } else if (tokenizer.size() > maxLineBytes) {
      tokenizer.reset();
      rowLine = 0;
      const reason = "a quoted cell is longer than maxLineBytes; its quote may never be closed";
      addDamage("DATASETS_LINE_TOO_LONG", reason, firstLine, line.number);
    }
    lastLine = line.number;
  }
  let lastLine = 0;

  function* finish(): Generator<Result<T, DatasetError>> {
    if (columns === 0) {
      throw new DatasetError("DATASETS_INVALID_HEADER", "the file has no header", { file });
    }
    if (rowLine !== 0) {
      addDamage("DATASETS_INVALID_ROW", "the row's last quote is not closed", rowLine, lastLine);
    }
    yield* takeDamage();
  }

  return { takeLine, finish };
}
