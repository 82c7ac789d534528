import type { RowRange } from "../plan/shard.ts";
import { ShardError } from "../shardError.ts";
import type { ShardCounts, ShardManifest } from "./shardManifest.ts";
import type { ShardSetManifest } from "./shardSetManifest.ts";
import { toCanonicalJson } from "./toCanonicalJson.ts";

/**
 * Checks that manifests are all shards of one job, each once, and sums them up.
 *
 * @param manifests - in any order
 * @returns what the job holds as a whole; the same for every order of the manifests
 * @throws {@link ShardError} with code `SHARDS_MISMATCH` when they are not of one job,
 *   `SHARDS_DOUBLED` when a shard, a row or an input is there twice, and `SHARDS_MISSING` when a shard
 *   or a row is not there; `shards` and `rows` say which
 *
 * @remarks
 * Looks at the manifests only. `verifyShard` and `joinShards` of `@ftcp/shards/node` compare the
 * outputs with them.
 *
 * @example
 * ```ts
 * import { mergeManifests, type ShardManifest } from "@ftcp/shards";
 *
 * const total = (manifests: readonly ShardManifest[]) => mergeManifests(manifests).counts.written;
 * ```
 */
export function mergeManifests(manifests: readonly ShardManifest[]): ShardSetManifest {
  const [first] = manifests;
  if (first === undefined) {
    throw new ShardError("SHARDS_MISSING", "there is no manifest at all", { shards: [] });
  }
  for (const manifest of manifests) checkSameJob(first, manifest);
  const sorted = [...manifests].sort((a, b) => a.shard.index - b.shard.index);
  checkNumbers(sorted, first.shard.count);
  checkCommonInput(sorted);
  const rows = first.shard.by === "rows" ? checkRows(sorted) : commonRows(sorted);
  return {
    kind: "ftcp-shard-set",
    version: 1,
    tool: first.tool,
    by: first.shard.by,
    rows,
    counts: sumCounts(sorted),
    errors: sumByName(sorted.map(({ errors }) => errors)),
    rejected: sumByName(sorted.map(({ rejected }) => rejected)),
    shards: sorted.map(({ shard, input, counts, output }) => ({
      ...{ index: shard.index, rows: shard.rows, input, counts, output },
    })),
  };
}

function checkSameJob(first: ShardManifest, other: ShardManifest): void {
  const aspects = (manifest: ShardManifest): Record<string, unknown> => ({
    "tool.name": manifest.tool.name,
    "tool.version": manifest.tool.version,
    "tool.options": manifest.tool.options,
    "shard.count": manifest.shard.count,
    "shard.by": manifest.shard.by,
    "output.format": manifest.output.format,
  });
  const expected = aspects(first);
  for (const [field, value] of Object.entries(aspects(other))) {
    if (toCanonicalJson(value) === toCanonicalJson(expected[field])) continue;
    throw new ShardError(
      "SHARDS_MISMATCH",
      `shard ${other.shard.index} (${other.output.file}) is not of the job of shard ` +
        `${first.shard.index} (${first.output.file}): they differ in ${field}`,
      { field, shards: [first.shard.index, other.shard.index], file: other.output.file },
    );
  }
}

function checkNumbers(sorted: readonly ShardManifest[], count: number): void {
  const present = new Set<number>();
  const doubled = new Set<number>();
  for (const { shard } of sorted) {
    if (present.has(shard.index)) doubled.add(shard.index);
    present.add(shard.index);
  }
  if (doubled.size > 0) {
    throw new ShardError("SHARDS_DOUBLED", `there more than once: shard ${list([...doubled])}`, {
      shards: [...doubled],
    });
  }
  if (present.size === count) return;
  const missing = Array.from({ length: count }, (_, index) => index).filter(
    (index) => !present.has(index),
  );
  throw new ShardError(
    "SHARDS_MISSING",
    `${missing.length} of ${count} shards are not there: shard ${list(missing)}`,
    { shards: missing },
  );
}

/** The rows must follow each other; where they are unknown, no input may come twice. */
function checkRows(sorted: readonly ShardManifest[]): RowRange | null {
  const known = sorted.filter(({ shard }) => shard.rows !== null);
  if (known.length === 0) {
    checkInputs(sorted);
    return null;
  }
  if (known.length < sorted.length) {
    throw new ShardError("SHARDS_MISMATCH", "only some of the shards say which rows they have", {
      field: "shard.rows",
      shards: sorted.filter(({ shard }) => shard.rows === null).map(({ shard }) => shard.index),
    });
  }
  const doubled: [number, number][] = [];
  const missing: [number, number][] = [];
  // Nothing says that the first row is row 0: a job may screen samples 1000 to 2000.
  const start = sorted[0]?.shard.rows?.start ?? 0;
  let end = start;
  for (const { shard } of sorted) {
    const { rows } = shard;
    if (rows === null) continue;
    if (rows.start < end) doubled.push([rows.start, end]);
    else if (rows.start > end) missing.push([end, rows.start]);
    end = Math.max(end, rows.end);
  }
  const describe = (ranges: readonly [number, number][]): string =>
    list(ranges.map(([from, to]) => `${from} to ${to - 1}`));
  if (doubled.length > 0) {
    const message = `rows there more than once: ${describe(doubled)}`;
    throw new ShardError("SHARDS_DOUBLED", message, { rows: doubled });
  }
  if (missing.length > 0) {
    const message = `rows that are in no shard: ${describe(missing)}`;
    throw new ShardError("SHARDS_MISSING", message, { rows: missing });
  }
  return { start, end };
}

/** Shards by formula come from one input, all of whose rows each of them may have. */
function commonRows(sorted: readonly ShardManifest[]): RowRange | null {
  const ranges = new Set(sorted.map(({ shard }) => toCanonicalJson(shard.rows)));
  if (ranges.size > 1) {
    throw new ShardError("SHARDS_MISMATCH", "the shards were taken from different rows", {
      field: "shard.rows",
    });
  }
  return sorted[0]?.shard.rows ?? null;
}

/** Shards that were taken out of one input must mean the same one. */
function checkCommonInput(sorted: readonly ShardManifest[]): void {
  const [first, ...others] = sorted.filter(({ input }) => input.holds === "all");
  const other = others.find(({ input }) => input.sha256 !== first?.input.sha256);
  if (first === undefined || other === undefined) return;
  const shards = [first.shard.index, other.shard.index];
  throw new ShardError(
    "SHARDS_MISMATCH",
    `the input of shard ${String(shards[1])} is not that of shard ${String(shards[0])}`,
    { field: "input.sha256", shards },
  );
}

function checkInputs(sorted: readonly ShardManifest[]): void {
  const owners = new Map<string, number>();
  for (const { shard, input } of sorted) {
    if (input.bytes === 0) continue;
    const owner = owners.get(input.sha256);
    if (owner !== undefined) {
      throw new ShardError(
        "SHARDS_DOUBLED",
        `shards ${owner} and ${shard.index} were made from the same input`,
        { shards: [owner, shard.index] },
      );
    }
    owners.set(input.sha256, shard.index);
  }
}

function sumCounts(manifests: readonly ShardManifest[]): ShardCounts {
  const sum = (name: keyof ShardCounts): number =>
    manifests.reduce((total, { counts }) => total + counts[name], 0);
  return {
    read: sum("read"),
    written: sum("written"),
    failed: sum("failed"),
    rejected: sum("rejected"),
  };
}

function sumByName(
  records: readonly Readonly<Record<string, number>>[],
): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const record of records) {
    for (const [name, value] of Object.entries(record)) {
      sums.set(name, (sums.get(name) ?? 0) + value);
    }
  }
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const shown = 10;

function list(items: readonly (string | number)[]): string {
  const rest = items.length > shown ? ` and ${items.length - shown} more` : "";
  return items.slice(0, shown).join(", ") + rest;
}
