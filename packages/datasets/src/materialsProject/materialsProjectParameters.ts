import { elementBySymbol } from "@ftcp/crystal";
import type { NumberRange } from "../select/recordFilter.ts";
import type { MaterialsProjectQuery } from "./materialsProjectQuery.ts";

/**
 * The parameters of a request to `/materials/summary/`.
 *
 * @param query - see {@link MaterialsProjectQuery}
 * @returns texts by the server's names
 * @throws CrystalError with code `CRYSTAL_UNKNOWN_ELEMENT` for a symbol that is none
 * @throws RangeError for an empty list, a range without or with crossed ends, or a name that is none
 * @internal
 */
export function materialsProjectParameters(query: MaterialsProjectQuery): Record<string, string> {
  const parameters = new Map<string, string>();
  const set = (name: string, value: string): void => {
    if (parameters.has(name)) throw new RangeError(`${name} is given twice`);
    parameters.set(name, value);
  };
  const setList = (name: string, list: readonly string[] | undefined, label: string): void => {
    if (list === undefined) return;
    if (list.length === 0 || list.some((item) => !/^[^\s,]+$/u.test(item))) {
      throw new RangeError(`${label} must name at least one, and none with commas or spaces`);
    }
    set(name, list.join(","));
  };
  const setRange = (name: string, range: NumberRange | undefined, label: string): void => {
    if (range === undefined) return;
    const { min, max } = range;
    const isRange =
      (min !== undefined || max !== undefined) &&
      Number.isFinite(min ?? 0) &&
      Number.isFinite(max ?? 0) &&
      (min ?? -Infinity) <= (max ?? Infinity);
    if (!isRange) throw new RangeError(`${label} must have an end, and min not above max`);
    if (min !== undefined) set(`${name}_min`, String(min));
    if (max !== undefined) set(`${name}_max`, String(max));
  };
  for (const symbol of [...(query.elements ?? []), ...(query.excludeElements ?? [])]) {
    elementBySymbol(symbol);
  }
  setList("elements", query.elements, "elements");
  setList("exclude_elements", query.excludeElements, "excludeElements");
  setList("chemsys", query.chemicalSystems, "chemicalSystems");
  setList("formula", query.formulas, "formulas");
  const ids = query.materialIds;
  setList("material_ids", ids === undefined ? undefined : [...new Set(ids)], "materialIds");
  setRange("nelements", query.elementCount, "elementCount");
  setRange("nsites", query.siteCount, "siteCount");
  setRange("energy_above_hull", query.energyAboveHull, "energyAboveHull");
  for (const [name, range] of Object.entries(query.ranges ?? {})) {
    setRange(requireName(name), range, `ranges.${name}`);
  }
  for (const [name, value] of Object.entries(query.parameters ?? {})) {
    set(requireName(name), String(value));
  }
  return Object.fromEntries(parameters);
}

/** Names with an underscore in front steer pages and fields; a key belongs into no address. */
function requireName(name: string): string {
  if (!/^[A-Za-z][\w.]*$/u.test(name) || /api_?key/iu.test(name)) {
    throw new RangeError(`${JSON.stringify(name)} is no condition of a query`);
  }
  return name;
}
