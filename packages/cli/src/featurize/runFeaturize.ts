import { createLayout, featurizeAll, FeaturizeError, type FtcpTensor } from "@ftcp/featurize";
import { writeNpy } from "@ftcp/featurize/node";
import { basename, dirname } from "node:path";
import { CliError } from "../cliError.ts";
import type { CrystalSelection } from "../data/crystalSelection.ts";
import type { DataProblem } from "../data/dataProblem.ts";
import { describeProblem } from "../data/describeProblem.ts";
import { selectCrystals } from "../data/selectCrystals.ts";
import { exitCodes } from "../exitCodes.ts";
import { createDirectory } from "../files/createDirectory.ts";
import { describeFileError } from "../files/describeFileError.ts";
import { writeFiles } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { describeLayout } from "./describeLayout.ts";

/** Options of `ftcp featurize`. */
export interface FeaturizeOptions {
  /** The `.npy` file; the `.json` file lies beside it. */
  readonly out: string;
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
 * @throws {@link CliError} with code `CLI_USAGE` when `out` is no `.npy` file, `CLI_WRITE_FAILED`
 */
export async function runFeaturize(
  data: string,
  options: FeaturizeOptions,
  context: CommandContext,
): Promise<number> {
  const { out } = options;
  if (!out.endsWith(".npy")) throw new CliError("CLI_USAGE", `--out must end in .npy: ${out}`);
  const description = out.replace(/\.npy$/u, ".json");
  const layout = createLayout({
    name: options.layout,
    blocks: options.blocks,
    maxElements: options.maxElements,
    maxSites: options.maxSites,
  });
  const selection: CrystalSelection = { path: data, ...options, maxSites: undefined };
  const ids: string[] = [];
  const errors: (DataProblem & { readonly index: number })[] = [];

  async function* makeTensors(): AsyncGenerator<FtcpTensor, void, undefined> {
    const crystals = selectCrystals(selection, context);
    for await (const result of featurizeAll(crystals, { layout, signal: context.signal })) {
      const { index, item } = result;
      if (result.ok) {
        ids.push(item?.id ?? "");
        yield result.value;
      } else {
        errors.push({ index, ...describeProblem(result.error, item?.id) });
      }
    }
  }

  await createDirectory(dirname(out));
  await writeFiles(
    [
      {
        path: out,
        contents: async (path) => {
          try {
            await writeNpy(path, makeTensors(), { layout, signal: context.signal });
          } catch (error) {
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
