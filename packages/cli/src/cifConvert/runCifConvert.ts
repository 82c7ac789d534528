import { CifError, detectStructureFormat, FormatError } from "@ftcp/cif";
import type { CifDiagnostic, FormatDiagnostic, StructureItem, StructureReport } from "@ftcp/cif";
import { compositionOf, CrystalError, reducedFormula } from "@ftcp/crystal";
import { loadSymmetryFinder } from "@ftcp/crystal/node";
import type { SymmetryFinder } from "@ftcp/crystal/symmetry";
import { stat } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { CliError } from "../cliError.ts";
import { exitCodes } from "../exitCodes.ts";
import { createDirectory } from "../files/createDirectory.ts";
import { writeFiles } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { nextTask } from "../io/nextTask.ts";
import { changeCell } from "./changeCell.ts";
import type { ConvertOptions } from "./convertOptions.ts";
import { formatCrystal } from "./formatCrystal.ts";
import { joinCrystals } from "./joinCrystals.ts";
import { listInputs } from "./listInputs.ts";
import type { ConvertInput } from "./listInputs.ts";
import { OutputNames } from "./outputNames.ts";
import { readItems } from "./readItems.ts";

/** What `ftcp cif convert --json` says of a crystal. */
export interface ConvertResult {
  /** The file that it was read from; `-` is standard input. */
  readonly path: string;
  /** Its name there: of the data block, the comment, the id. */
  readonly name: string;
  /** Whether it was written. */
  readonly ok: boolean;
  /** The file that it was written to. */
  readonly out?: string;
  /** Its reduced formula. */
  readonly formula?: string;
  /** Sites of the cell that was written. */
  readonly sites?: number;
  /** Number of its space group, where that was asked for. */
  readonly spaceGroup?: number;
  /** Why it was not written. */
  readonly error?: {
    /** Code of the error. */
    readonly code: string;
    /** One sentence for people. */
    readonly message: string;
    /** Line in the file, from 1; absent where the file is not at fault. */
    readonly line?: number;
    /** Column in the file, from 1; absent where the file is not at fault. */
    readonly column?: number;
  };
  /** Remarks on the whole file, which the first crystal of the file has, and on what was left out. */
  readonly diagnostics: readonly (CifDiagnostic | FormatDiagnostic)[];
}

/**
 * Runs `ftcp cif convert`.
 *
 * @param paths - files, folders, or `-` for standard input
 * @param options - see {@link ConvertOptions}
 * @param context - input, output and abort
 * @returns the exit code: 1 if a crystal could not be converted; the others are
 * @throws {@link CliError} with code `CLI_USAGE` or `CLI_WRITE_FAILED`
 */
export async function runCifConvert(
  paths: readonly string[],
  options: ConvertOptions,
  context: CommandContext,
): Promise<number> {
  const { primitive = false, conventional = false, niggli = false, symmetrize } = options;
  if ([primitive, conventional, niggli].filter(Boolean).length > 1) {
    throw new CliError("CLI_USAGE", "--primitive, --conventional and --niggli exclude each other");
  }
  const out = options.out === "-" ? undefined : options.out;
  if (out === undefined && options.json === true) {
    throw new CliError("CLI_USAGE", "--json needs --out, as standard output takes the crystals");
  }
  const needsFinder = primitive || conventional || symmetrize !== undefined;
  const finder = needsFinder ? await loadSymmetryFinder() : undefined;
  const inputs = await listInputs(paths);
  const isFolder = out !== undefined && (await isFolderName(out));
  if (isFolder) await createDirectory(out);
  const conversion = new Conversion(inputs, options, isFolder ? out : undefined, finder, context);
  for (const input of inputs) {
    context.signal.throwIfAborted();
    await conversion.convertFile(input);
    await nextTask();
  }
  const { texts, results } = conversion;
  if (!isFolder && texts.length > 0) {
    const text = joinCrystals(texts, options.to);
    if (out === undefined) context.print(text.replace(/\n$/u, ""));
    else {
      await createDirectory(dirname(out));
      await writeFiles([{ path: out, contents: text }], context);
    }
  }
  for (const result of results) report(result, out, options.json === true, context);
  const failed = results.filter(({ ok }) => !ok).length;
  if (options.json !== true && out !== undefined && results.length > 1) {
    context.print(`${results.length} crystals, ${failed} not converted`);
  }
  return failed === 0 ? exitCodes.ok : exitCodes.dataProblems;
}

/** An existing folder, or a name that is not that of a file with a crystal. */
async function isFolderName(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // It does not exist, or not as far as we may look; writing says why in the end.
    return /[\\/]$/u.test(path) || detectStructureFormat(path, "") === undefined;
  }
}

class Conversion {
  readonly texts: string[] = [];
  readonly results: ConvertResult[] = [];
  readonly #options: ConvertOptions;
  readonly #folder: string | undefined;
  readonly #finder: SymmetryFinder | undefined;
  readonly #context: CommandContext;
  readonly #names: OutputNames;

  constructor(
    inputs: readonly ConvertInput[],
    options: ConvertOptions,
    folder: string | undefined,
    finder: SymmetryFinder | undefined,
    context: CommandContext,
  ) {
    this.#options = options;
    this.#folder = folder;
    this.#finder = finder;
    this.#context = context;
    // What is read is not written over.
    const taken = inputs.map(({ path }) => relative(resolve(folder ?? "."), resolve(path)));
    this.#names = new OutputNames(options.to, taken);
  }

  async convertFile({ path, error }: ConvertInput): Promise<void> {
    let read: StructureReport;
    try {
      if (error !== undefined) throw error;
      read = await readItems(path, this.#options.from, this.#context);
    } catch (problem) {
      if (!(problem instanceof CliError)) throw problem;
      this.results.push({ path, name: "", ...failureOf(problem), diagnostics: [] });
      return;
    }
    for (const [index, item] of read.items.entries()) {
      this.#context.signal.throwIfAborted();
      const diagnostics = index === 0 ? [...read.diagnostics] : [];
      const isOnly = read.items.length === 1;
      this.results.push(await this.#convert(path, item, isOnly ? undefined : index, diagnostics));
    }
  }

  async #convert(
    path: string,
    { name, structure: read }: StructureItem,
    index: number | undefined,
    diagnostics: (CifDiagnostic | FormatDiagnostic)[],
  ): Promise<ConvertResult> {
    try {
      if (!read.ok) throw read.error;
      const crystal = changeCell(read.value, this.#options, this.#finder);
      const text = formatCrystal(crystal, name, this.#options.to, (diagnostic) =>
        diagnostics.push(diagnostic),
      );
      const part = index === undefined ? undefined : name === "" ? String(index + 1) : name;
      const out = await this.#write(text, path, part);
      const { sites } = crystal.structure;
      return {
        path,
        name,
        ok: true,
        ...(out === undefined ? {} : { out }),
        formula: sites.length === 0 ? "" : reducedFormula(compositionOf(crystal.structure)),
        sites: sites.length,
        ...(crystal.symmetry === undefined ? {} : { spaceGroup: crystal.symmetry.number }),
        diagnostics,
      };
    } catch (error) {
      const isOurs =
        error instanceof CifError || error instanceof FormatError || error instanceof CrystalError;
      if (!isOurs) throw error;
      return { path, name, ...failureOf(error), diagnostics };
    }
  }

  async #write(text: string, path: string, part: string | undefined): Promise<string | undefined> {
    if (this.#folder === undefined) {
      this.texts.push(text);
      return undefined;
    }
    const out = join(this.#folder, this.#names.choose(path, part));
    await writeFiles([{ path: out, contents: text }], this.#context);
    return out;
  }
}

function failureOf(
  error: CifError | FormatError | CrystalError | CliError,
): Pick<ConvertResult, "ok" | "error"> {
  const { code, message } = error;
  if (!(error instanceof CifError || error instanceof FormatError)) {
    return { ok: false, error: { code, message } };
  }
  const { line, column, summary } = error;
  const isFault = code !== "CIF_UNWRITABLE" && code !== "FORMAT_UNWRITABLE";
  return {
    ok: false,
    error: { code, message: summary, ...(isFault ? { line, column } : {}) },
  };
}

function report(
  result: ConvertResult,
  out: string | undefined,
  isJson: boolean,
  context: CommandContext,
): void {
  const { path, name, error, diagnostics } = result;
  if (isJson) {
    const written = result.ok ? (result.out ?? out) : undefined;
    context.print(
      JSON.stringify({ ...result, ...(written === undefined ? {} : { out: written }) }),
    );
    return;
  }
  for (const { severity, code, message, line, column } of diagnostics) {
    if (severity === "warning") {
      context.note(`ftcp: warning: ${code}: ${path}:${line}:${column}: ${message}`);
    }
  }
  const title = name === "" ? path : `${path} (${name})`;
  if (error !== undefined) {
    const { code, message, line, column } = error;
    const place = line === undefined ? title : `${path}:${line}:${column ?? 1}`;
    const isNamed = code.startsWith("CLI_") && message.startsWith(path);
    context.note(`ftcp: error: ${code}: ${isNamed ? "" : `${place}: `}${message}`);
  } else if (out !== undefined) {
    const { formula = "", sites = 0, spaceGroup } = result;
    const group = spaceGroup === undefined ? "" : `, space group ${spaceGroup}`;
    context.print(`${title} → ${result.out ?? out}: ${formula}, ${sites} sites${group}`);
  }
}
