import { elementBySymbol } from "@ftcp/crystal";
import type { NumberRange } from "../select/recordFilter.ts";

/** Which structures are asked for; conditions add up. */
export interface OptimadeQuery {
  /** Elements that must all be there. */
  readonly elements?: readonly string[];
  /** Elements that must not be there. */
  readonly excludeElements?: readonly string[];
  /** Elements beside which there are no others. */
  readonly onlyElements?: readonly string[];
  /** Number of different elements, ends included. */
  readonly elementCount?: NumberRange;
  /** Number of sites of the cell, ends included. */
  readonly siteCount?: NumberRange;
  /** Ranges of any other number by the server's name for it, such as `_exmpl_band_gap`; ends included. */
  readonly ranges?: Readonly<Record<string, NumberRange>>;
  /** `true`: periodic in three directions, as crystals are; default: not asked. */
  readonly isPeriodic?: boolean;
  /** `true`: without disorder and other special features; default: not asked. */
  readonly isOrdered?: boolean;
  /** Any other filter of OPTIMADE's language. */
  readonly filter?: string;
}

/**
 * Writes a filter in the language of OPTIMADE.
 *
 * @param query - see {@link OptimadeQuery}
 * @returns the filter, an empty text for a query without conditions
 * @throws CrystalError with code `CRYSTAL_UNKNOWN_ELEMENT`
 * @throws RangeError for an empty list, a range without or with crossed ends, or a name that is none
 *
 * @example
 * ```ts
 * import { formatOptimadeFilter } from "@ftcp/datasets";
 *
 * formatOptimadeFilter({ elements: ["Si", "O"], siteCount: { max: 20 } });
 * // elements HAS ALL "Si","O" AND nsites<=20
 * ```
 *
 * @see https://github.com/Materials-Consortia/OPTIMADE/blob/v1.2.0/optimade.rst#the-filter-language-syntax
 */
export function formatOptimadeFilter(query: OptimadeQuery): string {
  const parts: string[] = [];
  const { elements, excludeElements, onlyElements, isPeriodic, isOrdered, filter } = query;
  if (elements !== undefined) parts.push(`elements HAS ALL ${formatElements(elements)}`);
  if (excludeElements !== undefined) {
    parts.push(`NOT (elements HAS ANY ${formatElements(excludeElements)})`);
  }
  if (onlyElements !== undefined) parts.push(`elements HAS ONLY ${formatElements(onlyElements)}`);
  if (query.elementCount !== undefined) parts.push(formatRange("nelements", query.elementCount));
  if (query.siteCount !== undefined) parts.push(formatRange("nsites", query.siteCount));
  for (const [name, range] of Object.entries(query.ranges ?? {})) {
    if (!/^[a-z_][a-z0-9_]*$/u.test(name)) {
      throw new RangeError(`${JSON.stringify(name)} is no property of OPTIMADE`);
    }
    parts.push(formatRange(name, range));
  }
  if (isPeriodic === true) parts.push("nperiodic_dimensions=3");
  if (isOrdered === true) parts.push("structure_features LENGTH 0");
  if (filter !== undefined && filter.trim() !== "") parts.push(`(${filter})`);
  return parts.join(" AND ");
}

function formatElements(symbols: readonly string[]): string {
  if (symbols.length === 0) throw new RangeError("a list of elements must not be empty");
  return symbols.map((symbol) => `"${elementBySymbol(symbol).symbol}"`).join(",");
}

function formatRange(name: string, { min, max }: NumberRange): string {
  const isRange =
    (min !== undefined || max !== undefined) &&
    Number.isFinite(min ?? 0) &&
    Number.isFinite(max ?? 0) &&
    (min ?? -Infinity) <= (max ?? Infinity);
  if (!isRange) throw new RangeError(`${name} must have an end, and min not above max`);
  if (min === max && min !== undefined) return `${name}=${min}`;
  return [min === undefined ? [] : `${name}>=${min}`, max === undefined ? [] : `${name}<=${max}`]
    .flat()
    .join(" AND ");
}
