import { parseLayout, type FtcpLayout } from "@ftcp/featurize";
import { readArrowIndex } from "@ftcp/vae/node";
import { CliError } from "../cliError.ts";
import { readInputFile } from "../files/readInputFile.ts";

/** Which crystals a file of tensors holds, and in what layout. */
export interface TensorIndex {
  /** The crystals, in the order of the file. */
  readonly ids: readonly string[];
  /** Layout of the tensors. */
  readonly layout: FtcpLayout;
}

/**
 * Reads what `ftcp featurize` says of a file of tensors: an Arrow file by itself, a `.npy` file in the `.json` file
 * beside it.
 *
 * @param path - the file of tensors, `.npy` or `.arrow`
 * @returns ids and layout
 * @throws {@link CliError} with code `CLI_READ_FAILED`; `VaeError` or `FeaturizeError` for what is damaged
 */
export async function readTensorIndex(path: string): Promise<TensorIndex> {
  if (path.endsWith(".arrow")) return readArrowIndex(path);
  const description = path.replace(/npy$/u, "json");
  const text = new TextDecoder().decode(await readInputFile(description));
  const contents = parse(text);
  const { kind, ids, layout } = contents ?? {};
  if (
    kind !== "ftcp-tensors" ||
    !Array.isArray(ids) ||
    !ids.every((id) => typeof id === "string")
  ) {
    throw new CliError(
      "CLI_READ_FAILED",
      `${description}: not what ftcp featurize writes beside ${path}`,
      { path: description },
    );
  }
  return { ids, layout: parseLayout(layout) };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return (JSON.parse(text) ?? undefined) as Readonly<Record<string, unknown>> | undefined;
  } catch {
    return undefined; // the caller says what is wrong
  }
}
