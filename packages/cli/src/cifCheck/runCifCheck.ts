import { checkCif, type CifCheck, type CifStructureSummary } from "@ftcp/cif";
import { CliError } from "../cliError.ts";
import { exitCodes } from "../exitCodes.ts";
import { readInputFile } from "../files/readInputFile.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { nextTask } from "../io/nextTask.ts";
import { decodeCifBytes } from "./decodeCifBytes.ts";

/** What `ftcp cif check` says of a file. */
export interface CifFileCheck extends Pick<CifCheck, "ok" | "blocks"> {
  /** The file as it was named. */
  readonly path: string;
  /** All remarks; those on the file itself have codes that begin with `CLI_`. */
  readonly diagnostics: readonly {
    /** `error`: the file gives no crystal, or not all that it should. */
    readonly severity: "error" | "warning" | "info";
    /** What was found. */
    readonly code: string;
    /** One sentence for people. */
    readonly message: string;
    /** Line, from 1. */
    readonly line: number;
    /** Column, from 1. */
    readonly column: number;
  }[];
}

/**
 * Runs `ftcp cif check`.
 *
 * @param paths - CIF files
 * @param options - `json`: one JSON object a line instead of text
 * @param context - output
 * @returns the exit code: 1 if any file is not in order
 */
export async function runCifCheck(
  paths: readonly string[],
  options: { readonly json?: boolean },
  context: CommandContext,
): Promise<number> {
  let bad = 0;
  for (const path of paths) {
    context.signal.throwIfAborted();
    const check = await checkFile(path);
    if (!check.ok) bad += 1;
    if (options.json === true) context.print(JSON.stringify(check));
    else for (const line of describeCheck(check)) context.print(line);
    await nextTask();
  }
  if (options.json !== true && paths.length > 1) {
    context.print(`${paths.length} files, ${bad} not in order`);
  }
  return bad === 0 ? exitCodes.ok : exitCodes.dataProblems;
}

async function checkFile(path: string): Promise<CifFileCheck> {
  let text: string;
  try {
    text = decodeCifBytes(await readInputFile(path));
  } catch (error) {
    // A file that is too long for a string is a RangeError or an error of Node's own.
    const { code, message } =
      error instanceof CliError ? error : { code: "CLI_READ_FAILED", message: String(error) };
    return {
      path,
      ok: false,
      blocks: [],
      diagnostics: [{ severity: "error", code, message, line: 1, column: 1 }],
    };
  }
  return { path, ...checkCif(text) };
}

function describeCheck({ path, ok, blocks, diagnostics }: CifFileCheck): readonly string[] {
  const lines = [`${path}: ${ok ? "ok" : "not in order"}`];
  for (const { name, structure } of blocks) {
    if (structure === undefined) {
      lines.push(`  data_${name}: no crystal`);
      continue;
    }
    const { formula, sites, volume, a, b, c, alpha, beta, gamma } = structure;
    const lengths = [a, b, c].map((value) => value.toFixed(4)).join(" ");
    const angles = [alpha, beta, gamma].map((value) => value.toFixed(3)).join(" ");
    lines.push(
      `  data_${name}: ${formula}, ${sites} sites, ${volume.toFixed(3)} Å³, ${lengths} Å, ` +
        `${angles}°, ${describeSymmetry(structure)}`,
    );
  }
  for (const { severity, code, message, line, column } of diagnostics) {
    lines.push(`  ${path}:${line}:${column}: ${severity}: ${code}: ${message}`);
  }
  return lines;
}

const sourceNames = {
  operators: "listed operators",
  hall: "Hall symbol",
  hermannMauguin: "Hermann-Mauguin symbol",
  number: "space-group number",
  assumed: "no statement, P 1 assumed",
};

/** `F d -3 m :2 (no. 227), 192 symmetry operations (Hall symbol)`, for people. */
function describeSymmetry({
  spaceGroup,
  symmetryOperations,
  symmetrySource,
}: CifStructureSummary): string {
  const operations = `${symmetryOperations} symmetry operations (${sourceNames[symmetrySource]})`;
  if (spaceGroup === undefined) return operations;
  const { hermannMauguin, choice, number } = spaceGroup;
  const symbol = choice === "" ? hermannMauguin : `${hermannMauguin} :${choice}`;
  return `${symbol} (no. ${number}), ${operations}`;
}
