import { checkValidity, compositionOf, reducedFormula } from "@ftcp/crystal";
import type { ValidityFailure, ValidityOptions } from "@ftcp/crystal";
import type { CrystalRecord, RecordSource } from "../crystalRecord.ts";
import { iterateRecords } from "../iterateRecords.ts";

/** Range and middle of a property. */
export interface PropertySummary {
  /** Crystals that have it. */
  readonly count: number;
  /** Smallest value. */
  readonly min: number;
  /** Median. */
  readonly median: number;
  /** Largest value. */
  readonly max: number;
  /** Arithmetic mean. */
  readonly mean: number;
  /** Crystals beyond the limits for outliers. */
  readonly outliers: number;
  /** Limits for outliers: quartiles minus and plus `outlierFactor` times the distance of the quartiles. */
  readonly limits: readonly [number, number];
}

/** A crystal to look at. */
export interface DatasetAnomaly {
  /** Its id. */
  readonly id: string;
  /** `"impossible"`: no such cell can be; `"outlier"`: a property is far from all others. */
  readonly kind: "impossible" | "outlier";
  /** The check that failed, or the property. */
  readonly what: ValidityFailure | (string & {});
  /** The property's value, or the measured shortest distance (Å) or volume (Å³). */
  readonly value: number;
}

/** What a dataset holds, as data. */
export interface DatasetCard {
  /** Its name. */
  readonly name: string;
  /** Crystals. */
  readonly crystals: number;
  /** Different reduced formulas. */
  readonly formulas: number;
  /** Rows that could not be read, by error code. */
  readonly failures: Readonly<Record<string, number>>;
  /** Crystals by element, the most frequent first. */
  readonly elements: Readonly<Record<string, number>>;
  /** Crystals by number of different elements. */
  readonly numberOfElements: Readonly<Record<string, number>>;
  /** Sites in the cell. */
  readonly sites: {
    /** The smallest. */
    readonly min: number;
    /** Half of the crystals have no more. */
    readonly median: number;
    /** The largest. */
    readonly max: number;
  };
  /** Crystals by space group, where a column tells it, the most frequent first. */
  readonly spaceGroups: Readonly<Record<string, number>>;
  /** Numbers. */
  readonly properties: Readonly<Record<string, PropertySummary>>;
  /** Texts: crystals that have one, different texts, and the most frequent of them. */
  readonly labels: Readonly<
    Record<
      string,
      {
        /** Crystals that have the label. */
        readonly count: number;
        /** Different texts. */
        readonly distinct: number;
        /** The most frequent texts, and how often each comes. */
        readonly examples: Readonly<Record<string, number>>;
      }
    >
  >;
  /** Crystals to look at, at most `maxAnomalies`. */
  readonly anomalies: readonly DatasetAnomaly[];
  /** How many there are of them. */
  readonly anomalyCount: number;
  /** Where the data come from. */
  readonly sources: readonly string[];
  /** Under which terms they may be used; null when not told. */
  readonly licence: string | null;
  /** SHA-256 by name of file. */
  readonly checksums: Readonly<Record<string, string>>;
}

/** What {@link describeDataset} can be told. */
export interface DescribeDatasetOptions {
  /** Name of the dataset. */
  readonly name?: string;
  /** Where the data come from. */
  readonly sources?: readonly string[];
  /** Under which terms they may be used, an SPDX name or a sentence. */
  readonly licence?: string;
  /** SHA-256 by name of file. */
  readonly checksums?: Readonly<Record<string, string>>;
  /** Limits for possible cells; those of `checkValidity` by default. */
  readonly validity?: ValidityOptions;
  /** Distances of the quartiles beyond which a value is an outlier; default 10, infinite for none. */
  readonly outlierFactor?: number;
  /** Most anomalies listed; default 100. All are counted. */
  readonly maxAnomalies?: number;
}

const SPACE_GROUP_COLUMNS = [
  "spacegroup_number",
  "spacegroup.number",
  "space_group_number",
  "spacegroup",
  "space_group",
  "sgr",
];
/** Different texts of a label that are counted; beyond that there are only too many. */
const MAX_DISTINCT = 10_000;

/**
 * Looks at a whole dataset: what is in it, in which ranges, and what in it cannot be right.
 *
 * @param source - records or results, in any iterable
 * @param options - see {@link DescribeDatasetOptions}
 * @returns the card, plain data that `JSON.stringify` writes; {@link formatDatasetCard} makes a page of it
 *
 * @remarks
 * Impossible cells are those that `checkValidity` refuses. Outliers are judged per property by the quartiles, which
 * a few wild values cannot move; where half of all values are equal, nothing is an outlier. Memory
 * holds the ids and properties of the crystals (some 100 bytes each), not the structures. Space groups are
 * those of a column (`spacegroup_number`, …).
 *
 * @example
 * ```ts
 * import { describeDataset, formatDatasetCard, readJsonl } from "@ftcp/datasets";
 *
 * const card = await describeDataset(readJsonl(""), { name: "mine", licence: "CC-BY-4.0" });
 * console.log(formatDatasetCard(card));
 * ```
 */
export async function describeDataset<E extends Error>(
  source: RecordSource<E>,
  options: DescribeDatasetOptions = {},
): Promise<DatasetCard> {
  const { outlierFactor = 10, maxAnomalies = 100, validity } = options;
  const ids: string[] = [];
  const sites: number[] = [];
  const formulas = new Set<string>();
  const failures = new Map<string, number>();
  const elements = new Map<string, number>();
  const numberOfElements = new Map<string, number>();
  const spaceGroups = new Map<string, number>();
  const columns = new Map<string, { rows: number[]; values: number[] }>();
  const labels = new Map<string, { count: number; texts: Map<string, number> }>();
  const anomalies: DatasetAnomaly[] = [];
  let anomalyCount = 0;
  const note = (anomaly: DatasetAnomaly): void => {
    anomalyCount += 1;
    if (anomalies.length < maxAnomalies) anomalies.push(anomaly);
  };

  for await (const result of iterateRecords(source)) {
    if (!result.ok) {
      const { error } = result;
      increment(failures, "code" in error ? String(error.code) : error.name);
      continue;
    }
    const { id, structure, properties } = result.value;
    const row = ids.push(id) - 1;
    sites.push(structure.sites.length);
    const composition = compositionOf(structure);
    if (structure.sites.length > 0) formulas.add(reducedFormula(composition));
    for (const element in composition) increment(elements, element);
    increment(numberOfElements, String(Object.keys(composition).length));
    const group = spaceGroupOf(result.value);
    if (group !== undefined) increment(spaceGroups, group);
    for (const [name, value] of Object.entries(properties)) {
      let column = columns.get(name);
      if (column === undefined) columns.set(name, (column = { rows: [], values: [] }));
      column.rows.push(row);
      column.values.push(value);
    }
    for (const [name, text] of Object.entries(result.value.labels)) {
      let label = labels.get(name);
      if (label === undefined) labels.set(name, (label = { count: 0, texts: new Map() }));
      label.count += 1;
      if (label.texts.has(text) || label.texts.size < MAX_DISTINCT) increment(label.texts, text);
    }
    const report = checkValidity(structure, validity);
    for (const what of report.failures) {
      const isVolume = what === "volume" || what === "volumePerAtom";
      const value = isVolume ? report[what] : report.shortestDistance;
      note({ id, kind: "impossible", what, value });
    }
  }

  const summaries = [...columns].map(([name, { rows, values }]): [string, PropertySummary] => {
    const sorted = Float64Array.from(values).sort();
    const [low, high] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
    const reach = high > low ? outlierFactor * (high - low) : Infinity;
    const limits = [low - reach, high + reach] as const;
    let outliers = 0;
    for (const [i, value] of values.entries()) {
      if (value >= limits[0] && value <= limits[1]) continue;
      outliers += 1;
      note({ id: ids[rows[i] ?? -1] ?? "", kind: "outlier", what: name, value });
    }
    return [
      name,
      {
        count: values.length,
        min: sorted[0] ?? NaN,
        median: quantile(sorted, 0.5),
        max: sorted.at(-1) ?? NaN,
        mean: values.reduce((mean, value, i) => mean + (value - mean) / (i + 1), 0),
        outliers,
        // An open end is written as the largest number, as JSON has no infinity.
        limits: [
          Math.max(limits[0], -Number.MAX_VALUE),
          Math.min(limits[1], Number.MAX_VALUE),
        ] as const,
      },
    ];
  });
  const sortedSites = Float64Array.from(sites).sort();
  return {
    name: options.name ?? "dataset",
    crystals: ids.length,
    formulas: formulas.size,
    failures: byCount(failures),
    elements: byCount(elements),
    numberOfElements: Object.fromEntries(numberOfElements),
    sites: {
      min: sortedSites[0] ?? 0,
      median: sites.length === 0 ? 0 : quantile(sortedSites, 0.5),
      max: sortedSites.at(-1) ?? 0,
    },
    spaceGroups: byCount(spaceGroups),
    properties: Object.fromEntries(summaries),
    labels: Object.fromEntries(
      [...labels].map(([name, { count, texts }]) => [
        name,
        {
          count,
          distinct: texts.size,
          examples: Object.fromEntries(Object.entries(byCount(texts)).slice(0, 5)),
        },
      ]),
    ),
    anomalies,
    anomalyCount,
    sources: options.sources ?? [],
    licence: options.licence ?? null,
    checksums: options.checksums ?? {},
  };
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The most frequent first, equal ones by name. */
function byCount(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)));
}

function spaceGroupOf({ properties, labels }: CrystalRecord): string | undefined {
  for (const name of SPACE_GROUP_COLUMNS) {
    const value = Object.hasOwn(properties, name)
      ? properties[name]
      : Object.hasOwn(labels, name)
        ? labels[name]
        : undefined;
    if (value !== undefined) return String(value);
  }
  return undefined;
}

/** Linear between the two neighbours, as numpy's default. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? NaN;
  const high = sorted[Math.ceil(place)] ?? NaN;
  return low + (high - low) * (place - Math.floor(place));
}
