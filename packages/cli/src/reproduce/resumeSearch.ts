import type { RediscoveryFind } from "@ftcp/sampling";
import { writeFiles } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { readEarlierRun } from "./readEarlierRun.ts";

/** What some samples found, as it lies in the folder of runs. */
export interface SearchRun {
  /** Everything that decides the result; a search with an equal one is not repeated. */
  readonly protocol: Readonly<Record<string, unknown>>;
  /** What the samples found beyond earlier ones. */
  readonly finds: readonly RediscoveryFind[];
  /** Engine, processor and versions. */
  readonly machine: Readonly<Record<string, string>>;
  /** Time of the search in seconds. */
  readonly seconds: number;
}

/**
 * Searches, or reads what an earlier search with the same protocol found.
 *
 * @param path - of the file
 * @param protocol - everything that decides the result
 * @param search - searches
 * @param context - output
 * @returns the search
 */
export async function resumeSearch(
  path: string,
  protocol: SearchRun["protocol"],
  search: () => Promise<Omit<SearchRun, "protocol">>,
  context: CommandContext,
): Promise<SearchRun> {
  const earlier = (await readEarlierRun(path)) as SearchRun | undefined;
  if (earlier !== undefined && JSON.stringify(earlier.protocol) === JSON.stringify(protocol)) {
    context.note(`${path}: taken as it is`);
    return earlier;
  }
  const run = { protocol, ...(await search()) };
  await writeFiles([{ path, contents: `${JSON.stringify(run)}\n` }], context);
  context.note(`${path}: written`);
  return run;
}
