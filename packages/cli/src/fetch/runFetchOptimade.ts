import { openOptimade } from "@ftcp/datasets";
import type { CommandContext } from "../io/commandContext.ts";
import type { FetchOptimadeOptions } from "./fetchOptions.ts";
import { fetchToFile } from "./fetchToFile.ts";
import { requireUsable } from "./requireUsable.ts";

/**
 * Runs `ftcp fetch optimade`.
 *
 * @param url - address of the database
 * @param options - see {@link FetchOptimadeOptions}
 * @param context - output and abort
 * @returns the exit code
 * @throws {@link CliError} with code `CLI_USAGE` for a query that makes no sense, and what
 *   {@link fetchToFile} throws
 */
export async function runFetchOptimade(
  url: string,
  options: FetchOptimadeOptions,
  context: CommandContext,
): Promise<number> {
  const { elements, excludeElements, elementCount, maxSites, range, filter, property } = options;
  const query = {
    ...(elements === undefined ? {} : { elements }),
    ...(excludeElements === undefined ? {} : { excludeElements }),
    ...(elementCount === undefined ? {} : { elementCount }),
    ...(maxSites === undefined ? {} : { siteCount: { max: maxSites } }),
    ...(range === undefined ? {} : { ranges: range }),
    ...(filter === undefined ? {} : { filter }),
    ...(options.periodic === true ? { isPeriodic: true } : {}),
  };
  return await fetchToFile(
    (remote) =>
      requireUsable(() =>
        openOptimade(url, query, {
          ...remote,
          atomsWithoutPositions: options.leaveOutAtoms === true ? "leave-out" : "fail",
          ...(property === undefined ? {} : { properties: property }),
        }),
      ),
    options,
    context,
  );
}
