import {
  createSplit,
  createTimeSplit,
  DatasetError,
  type CrystalRecord,
  type DatasetColumns,
  type RecordResult,
} from "@ftcp/datasets";
import { createGroupKey, type Grouping } from "./createGroupKey.ts";
import { parseRow, parseRows } from "./parseRows.ts";

/** How a dataset is split. */
export interface SplitSettings {
  /** What keeps crystals together. */
  readonly by: Grouping;
  /** Decides which group falls where. */
  readonly seed: number;
  /** Shares by name of the part. */
  readonly fractions: Readonly<Record<string, number>>;
  /** With `by: "time"`: the column of years or dates. */
  readonly timeColumn?: string;
  /** With `by: "prototype"`: distance in Å within which symmetry is found. */
  readonly tolerance: number;
}

/** One part of a split. */
export interface PlannedPart {
  /** Its crystals. */
  readonly crystals: number;
  /** Its groups, of which no other part has any. */
  readonly groups: number;
}

/** Which row goes where. */
export interface SplitPlan {
  /** Name of the part of each row, in order; undefined for a row that cannot be read. */
  readonly partOfRow: readonly (string | undefined)[];
  /** Sizes of the parts, in the order of their names as they were given. */
  readonly parts: Readonly<Record<string, PlannedPart>>;
  /** Columns of the crystals that have a part. */
  readonly columns: DatasetColumns;
}

/**
 * Decides the part of every row of a dataset.
 *
 * @param read - opens the dataset; for a split by time it is called twice
 * @param settings - see {@link SplitSettings}
 * @param onProblem - told of each row that has no part
 * @returns the plan; memory holds a name for each row and each group, no crystals
 * @throws RangeError for fractions that are not positive with sum 1; what reading throws
 */
export async function planSplit(
  read: () => AsyncIterable<RecordResult>,
  settings: SplitSettings,
  onProblem: (error: Error) => void,
): Promise<SplitPlan> {
  const { by, seed, fractions, timeColumn = "" } = settings;
  const groupBy = await createGroupKey(by, settings.tolerance);
  const split =
    by === "time"
      ? await createTimeSplit(keepTimed(parseRows(read()), timeColumn), {
          ...{ column: timeColumn, seed, fractions, groupBy },
        })
      : createSplit({ seed, fractions, groupBy });
  const counts = new Map(Object.keys(fractions).map((name) => [name, createCount()]));
  const properties = new Set<string>();
  const labels = new Set<string>();
  const partOfRow: (string | undefined)[] = [];
  for await (const result of read()) {
    const assigned = assign(result);
    partOfRow.push(assigned?.part);
    if (assigned === undefined) continue;
    const { part, record } = assigned;
    const count = counts.get(part);
    if (count === undefined) throw new RangeError(`the split has no part ${part}`);
    count.crystals += 1;
    count.groups.add(groupBy(record));
    for (const name in record.properties) properties.add(name);
    for (const name in record.labels) labels.add(name);
  }
  return {
    partOfRow,
    parts: Object.fromEntries(
      [...counts].map(([name, { crystals, groups }]) => [name, { crystals, groups: groups.size }]),
    ),
    columns: {
      properties: [...properties].filter((name) => !labels.has(name)),
      labels: [...labels],
    },
  };

  function assign(
    result: RecordResult,
  ): { readonly part: string; readonly record: CrystalRecord } | undefined {
    const parsed = parseRow(result);
    try {
      if (!parsed.ok) throw parsed.error;
      const record = parsed.value;
      if (by === "time") requireTime(record, timeColumn);
      return { part: split(record), record };
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      onProblem(error);
      return undefined;
    }
  }
}

function createCount(): { crystals: number; readonly groups: Set<string> } {
  return { crystals: 0, groups: new Set() };
}

/** Crystals that have a time; the others are told later. */
async function* keepTimed(
  rows: AsyncIterable<RecordResult>,
  column: string,
): AsyncGenerator<RecordResult, void, undefined> {
  for await (const result of rows) {
    if (result.ok && hasTime(result.value, column)) yield result;
  }
}

function requireTime(record: CrystalRecord, column: string): void {
  if (hasTime(record, column)) return;
  const known = [...Object.keys(record.properties), ...Object.keys(record.labels)].sort();
  throw new DatasetError("DATASETS_MISSING_LABEL", `the crystal has no time ${column}`, {
    ...{ id: record.id, column, known },
  });
}

/** Whether {@link createTimeSplit} can read the time of a crystal. */
function hasTime({ properties, labels }: CrystalRecord, column: string): boolean {
  if (Object.hasOwn(properties, column)) return true;
  return Object.hasOwn(labels, column) && !Number.isNaN(Date.parse(labels[column] ?? ""));
}
