import { openMaterialsProject, paperQuery } from "@ftcp/datasets";
import type { MaterialsProjectQuery } from "@ftcp/datasets";
import type { CommandContext } from "../io/commandContext.ts";
import type { FetchMaterialsProjectOptions } from "./fetchOptions.ts";
import { fetchToFile } from "./fetchToFile.ts";
import { requireUsable } from "./requireUsable.ts";

/**
 * Runs `ftcp fetch mp`.
 *
 * @param options - see {@link FetchMaterialsProjectOptions}; the key comes from `MP_API_KEY`
 * @param context - output and abort
 * @returns the exit code
 * @throws {@link CliError} with code `CLI_USAGE` for a query that makes no sense, and what
 *   {@link fetchToFile} throws
 */
export async function runFetchMaterialsProject(
  options: FetchMaterialsProjectOptions,
  context: CommandContext,
): Promise<number> {
  const { elements, excludeElements, chemicalSystems, formulas, ids, fields, url } = options;
  const { elementCount, maxSites, maxHull, range, where, limit } = options;
  const query: MaterialsProjectQuery = {
    ...(options.paper === true ? paperQuery : {}),
    ...(elements === undefined ? {} : { elements }),
    ...(excludeElements === undefined ? {} : { excludeElements }),
    ...(chemicalSystems === undefined ? {} : { chemicalSystems }),
    ...(formulas === undefined ? {} : { formulas }),
    ...(ids === undefined ? {} : { materialIds: ids }),
    ...(elementCount === undefined ? {} : { elementCount }),
    ...(maxSites === undefined ? {} : { siteCount: { max: maxSites } }),
    ...(maxHull === undefined ? {} : { energyAboveHull: { max: maxHull } }),
    ...(range === undefined ? {} : { ranges: range }),
    ...(where === undefined ? {} : { parameters: where }),
  };
  const { pageSize = Math.min(1000, limit ?? 1000) } = options;
  return await fetchToFile(
    (remote) =>
      requireUsable(() =>
        openMaterialsProject(query, {
          ...remote,
          pageSize,
          ...(fields === undefined ? {} : { fields }),
          ...(url === undefined ? {} : { url }),
        }),
      ),
    options,
    context,
  );
}
