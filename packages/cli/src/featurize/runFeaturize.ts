import { createLayout, FeaturizeError, type TensorFormat } from "@ftcp/featurize";
import { npyFormat, npzFormat, writeTensors, type TensorEntry } from "@ftcp/featurize/node";
import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import { CliError } from "../cliError.ts";
import type { CrystalSelection } from "../data/crystalSelection.ts";
import type { DataProblem } from "../data/dataProblem.ts";
import { describeProblem } from "../data/describeProblem.ts";
import { selectCrystals } from "../data/selectCrystals.ts";
import { exitCodes } from "../exitCodes.ts";
import { createDirectory } from "../files/createDirectory.ts";
import { writeFiles } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { describeFileError } from "../io/describeFileError.ts";
import { describeLayout } from "./describeLayout.ts";
import { featurizeRecords } from "./featurizeRecords.ts";

/** Options of `ftcp featurize`. */
export interface FeaturizeOptions {
  /** The file of tensors; the `.json` file lies beside it. */
  readonly out: string;
  /** Format of the file; by its ending when absent. */
  readonly format?: "npy" | "npz" | "arrow";
  /** Number of threads. */
  readonly workers: number;
  /** Whether to go on with an unfinished file. */
  readonly resume?: boolean;
  /** Name of the layout. */
  readonly layout: "ftcp" | "paper" | "reference";
  /** Which rows are present. */
  readonly blocks: "both" | "real" | "momentum";
  /** Element slots of the layout. */
  readonly maxElements: number;
  /** Sites of the layout. */
  readonly maxSites: number;
  /** Part of the split. */
  readonly split?: string;
  /** Column that names the part. */
  readonly splitColumn?: string;
  /** Seed of a split that is made anew. */
  readonly splitSeed?: number;
  /** Only the first so many crystals. */
  readonly limit?: number;
  /** Whether the summary is JSON. */
  readonly json?: boolean;
}

/**
 * Runs `ftcp featurize`.
 *
 * @param data - the dataset
 * @param options - see {@link FeaturizeOptions}
 * @param context - output and abort
 * @returns the exit code: 1 if a crystal could not be featurized; the others are in the file
 * @throws {@link CliError} with code `CLI_USAGE` when `out` has not the ending of the format,
 *   `CLI_WRITE_FAILED`
 */
export async function runFeaturize(
  data: string,
  options: FeaturizeOptions,
  context: CommandContext,
): Promise<number> {
  const { out, workers, resume = false } = options;
  const format = options.format ?? /\.(npy|npz|arrow)$/u.exec(out)?.[1];
  if (format === undefined || !out.endsWith(`.${format}`)) {
    throw new CliError(
      "CLI_USAGE",
      `--out must end in .${format ?? "npy, .npz or .arrow"}: ${out}`,
    );
  }
  const description = `${out.slice(0, -format.length)}json`;
  const layout = createLayout({
    name: options.layout,
    blocks: options.blocks,
    maxElements: options.maxElements,
    maxSites: options.maxSites,
  });
  const { split, splitColumn, splitSeed, limit } = options;
  // A new split and a limit must know which CIFs can be read before they are handed to threads.
  const lazy = splitSeed === undefined && limit === undefined;
  const selection: CrystalSelection = { path: data, ...options, maxSites: undefined, lazy };
  const ids: string[] = [];
  const errors: (DataProblem & { readonly index: number })[] = [];

  /** Entries for the file, from that after `done` on. */
  async function* makeEntries(done: number): AsyncGenerator<TensorEntry, void, undefined> {
    const records = skip(selectCrystals(selection, context), done);
    let index = done;
    for await (const result of featurizeRecords(records, {
      layout,
      workers,
      signal: context.signal,
    })) {
      if ("tensor" in result) {
        ids.push(result.id);
        yield result;
      } else {
        const problem = describeProblem(result.error, result.id);
        errors.push({ index, ...problem });
        yield { tensor: undefined, note: problem };
      }
      index++;
    }
  }

  await createDirectory(dirname(out));
  await writeFiles(
    [
      {
        path: out,
        contents: async (path) => {
          try {
            await writeTensors(
              path,
              (done) => {
                for (const [index, { isWritten, id = "", note }] of done.entries()) {
                  if (isWritten) ids.push(id);
                  else errors.push({ index, ...(note as DataProblem) });
                }
                if (done.length > 0) context.note(`ftcp: ${done.length} crystals were done before`);
                return makeEntries(done.length);
              },
              {
                ...{ layout, format: await loadFormat(format), resume, unfinished: out },
                ...{ run: { data, split, splitColumn, splitSeed, limit }, signal: context.signal },
              },
            );
          } catch (error) {
            if (existsSync(`${out}.journal`)) {
              context.note("ftcp: what is done is kept; the same command with --resume goes on");
            }
            throw toWriteError(error, out);
          }
        },
      },
      {
        path: description,
        contents: (path) => context.writeFile(path, describe()),
      },
    ],
    context,
  );

  const failed = errors.length;
  if (options.json === true) {
    const shape = [ids.length, layout.rows, layout.columns];
    context.print(JSON.stringify({ out, description, shape, failed, errors }));
  } else {
    const shape = `${ids.length} × ${layout.rows} × ${layout.columns}`;
    context.print(`${out}: ${shape} (crystals × rows × columns), described in ${description}`);
    for (const { code, message, id } of errors.slice(0, shown)) {
      context.note(
        `ftcp: warning: ${code}: ${id === undefined || message.includes(id) ? "" : `${id}: `}${message}`,
      );
    }
    if (failed > shown) context.note(`ftcp: warning: ${failed - shown} more; see ${description}`);
  }
  return failed === 0 ? exitCodes.ok : exitCodes.dataProblems;

  function describe(): string {
    const contents = {
      kind: "ftcp-tensors",
      version: 1,
      tensors: basename(out),
      dtype: "float32",
      shape: [ids.length, layout.rows, layout.columns],
      ids,
      layout,
      ...describeLayout(layout),
      errors,
    };
    return `${JSON.stringify(contents)}\n`;
  }
}

async function loadFormat(name: string): Promise<TensorFormat> {
  if (name === "npz") return npzFormat();
  if (name === "npy") return npyFormat();
  const { arrowFormat } = await import("@ftcp/featurize/arrow");
  return arrowFormat();
}

async function* skip<T>(
  source: AsyncIterable<T>,
  count: number,
): AsyncGenerator<T, void, undefined> {
  let index = 0;
  for await (const item of source) {
    if (index++ >= count) yield item;
  }
}

/** Gives an error of writing the name of the file that was asked for; others stay as they are. */
function toWriteError(error: unknown, path: string): unknown {
  const isWriteError =
    error instanceof FeaturizeError &&
    ["FEATURIZE_DISK_FULL", "FEATURIZE_WRITE_FAILED"].includes(error.code);
  if (!isWriteError) return error;
  return new CliError("CLI_WRITE_FAILED", `${path}: ${describeFileError(error)}`, {
    cause: error,
    path,
  });
}

const shown = 10;
