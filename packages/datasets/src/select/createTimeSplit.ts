import { compositionOf, reducedFormula } from "@ftcp/crystal";
import { createRandom } from "@ftcp/random";
import type { CrystalRecord, RecordSource } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import { iterateRecords } from "../iterateRecords.ts";
import type { Split } from "./createSplit.ts";

/** What {@link createTimeSplit} needs to know. */
export interface TimeSplitOptions {
  /** Property or label that holds the time: a number (a year), or a date that `Date.parse` reads. */
  readonly column: string;
  /** Orders groups of the same time; any safe integer. */
  readonly seed: number;
  /** Share of the crystals by name of the part, the earliest first; default 80 % train, 20 % test. */
  readonly fractions?: Readonly<Record<string, number>>;
  /** Key of the group that a crystal belongs to. Default: the reduced formula. */
  readonly groupBy?: (record: CrystalRecord) => string;
}

/**
 * Makes a split by time that keeps polymorphs together: a group's time is that of its earliest crystal, and the
 * earliest groups fill the first part.
 *
 * @param source - all crystals; failed results are passed over
 * @param options - see {@link TimeSplitOptions}
 * @returns the part of each of these crystals
 * @throws {@link DatasetError} with code `DATASETS_MISSING_LABEL` when a crystal has no time; the split throws it
 *   too for a crystal of a group that was not there
 * @throws RangeError when a fraction is not positive or their sum is not 1 within 1e-9
 *
 * @remarks
 * Memory holds a number and a count for each group, no crystals.
 *
 * @example
 * ```ts
 * import { createTimeSplit, readJsonl, selectSplit } from "@ftcp/datasets";
 *
 * const split = await createTimeSplit(readJsonl(""), { column: "year", seed: 1 });
 * const test = selectSplit(readJsonl(""), split, "test");
 * ```
 */
export async function createTimeSplit<E extends Error>(
  source: RecordSource<E>,
  options: TimeSplitOptions,
): Promise<Split> {
  const { column, seed, fractions = { train: 0.8, test: 0.2 }, groupBy = formulaOf } = options;
  const parts = Object.entries(fractions);
  const sum = parts.reduce((total, [, fraction]) => total + fraction, 0);
  if (!parts.every(([, fraction]) => fraction > 0) || !(Math.abs(sum - 1) < 1e-9)) {
    throw new RangeError(
      `fractions must be positive with sum 1, received ${JSON.stringify(fractions)}`,
    );
  }
  const groups = new Map<string, { time: number; count: number }>();
  let total = 0;
  for await (const result of iterateRecords(source)) {
    if (!result.ok) continue;
    const time = timeOf(result.value, column);
    const key = groupBy(result.value);
    const group = groups.get(key);
    total += 1;
    if (group === undefined) groups.set(key, { time, count: 1 });
    else {
      group.time = Math.min(group.time, time);
      group.count += 1;
    }
  }
  const random = createRandom(seed).fork("time split");
  const ordered = [...groups]
    .map(([key, group]) => ({ key, ...group, tie: random.fork(key).uniform() }))
    .sort((a, b) => a.time - b.time || a.tie - b.tie || (a.key < b.key ? -1 : 1));
  const assigned = new Map<string, string>();
  let before = 0;
  for (const { key, count } of ordered) {
    // The middle of the group decides, so that the shares are met as nearly as groups allow.
    const place = (before + count / 2) / total;
    let bound = 0;
    const part = parts.find(([, fraction]) => place < (bound += fraction)) ?? parts.at(-1);
    assigned.set(key, part?.[0] ?? "");
    before += count;
  }
  return (record) => {
    const part = assigned.get(groupBy(record));
    if (part !== undefined) return part;
    const message = "the crystal's group was not among those that the split was made of";
    throw new DatasetError("DATASETS_MISSING_LABEL", message, { id: record.id, column });
  };
}

function timeOf({ id, properties, labels }: CrystalRecord, column: string): number {
  const number = Object.hasOwn(properties, column) ? properties[column] : undefined;
  if (number !== undefined) return number;
  const time = Object.hasOwn(labels, column) ? Date.parse(labels[column] ?? "") : NaN;
  if (!Number.isNaN(time)) return time;
  const known = [...Object.keys(properties), ...Object.keys(labels)].sort();
  throw new DatasetError("DATASETS_MISSING_LABEL", `the crystal has no time ${column}`, {
    ...{ id, column, known },
  });
}

function formulaOf(record: CrystalRecord): string {
  return reducedFormula(compositionOf(record.structure));
}
