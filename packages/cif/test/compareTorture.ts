import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

import { CifError, parseCifBlocks } from "@ftcp/cif";
import type { CifReport } from "@ftcp/cif";
import { compareStructures, compositionOf, latticeVolume } from "@ftcp/crystal";
import type { Structure } from "@ftcp/crystal";

import { tortureFiles } from "./tortureFiles.ts";

/** Amounts of atoms in a cell by element. */
type Counts = Readonly<Record<string, number>>;

interface Reading {
  readonly counts?: Counts | null;
  readonly volume?: number | null;
  readonly error?: string;
}

interface OracleStructure {
  readonly blockIndex: number;
  readonly formulaSum: string | null;
  readonly formulaUnitsZ: string | null;
  readonly tools: Readonly<Record<string, Reading>>;
  readonly consensus: Reading & {
    readonly verdict: "agreed" | "disputed";
    readonly confidence?: "high" | "medium" | "low";
    readonly likely?: Reading;
    readonly tieBreak?: Reading;
  };
}

interface OracleFile {
  readonly path: string;
  readonly structures?: readonly OracleStructure[];
  readonly mpP1Check?: { readonly mp_id: string; readonly match: unknown } | null;
}

/** Our reading of one structure of the torture corpus beside that of other programs. */
export interface TortureComparison {
  /** The file. */
  readonly path: string;
  /** The data block, from 0. */
  readonly blockIndex: number;
  /** How sure the consensus of the oracles is; `disputed` where there is none. */
  readonly confidence: "high" | "medium" | "low" | "disputed";
  /** `same` as the consensus, `different`, `read` where there is no consensus, or why there is no crystal. */
  readonly outcome: string;
  /** What we read. */
  readonly own: string;
  /** What the consensus is, or what the oracles that raise no error read. */
  readonly others: string;
  /** The oracles that read the same as we do. */
  readonly agreeing: readonly string[];
  /** Whether we read what a formula or cif_fillcell favours among disputed readings. */
  readonly isLikely: boolean | undefined;
  /** The formula of the file with Z. */
  readonly formula: string;
}

/** Everything that a run over the corpus shows. */
export interface TortureResult {
  /** One comparison a structure. */
  readonly comparisons: readonly TortureComparison[];
  /** Processor time of the slowest file in ms. */
  readonly slowest: number;
  /** That file. */
  readonly slowestPath: string;
  /** What was thrown by reading all blocks, but for CifError. */
  readonly crashes: readonly string[];
  /** For files made from a crystal of the Materials Project: whether our expansion is that crystal. */
  readonly p1Checks: readonly { readonly path: string; readonly isSame: boolean }[];
  /** Number of files. */
  readonly files: number;
}

/** Reads the whole corpus. */
export function compareTorture(folder: string): TortureResult {
  const texts = tortureFiles(`${folder}/torture.tar.gz`);
  const comparisons: TortureComparison[] = [];
  const crashes: string[] = [];
  const toCheck = new Map<string, { readonly path: string; readonly structure: Structure }[]>();
  let slowest = 0;
  let slowestPath = "";
  const answers = readFileSync(`${folder}/torture-expected.jsonl`, "utf8").trim().split("\n");
  for (const line of answers) {
    const { path, structures = [], mpP1Check } = JSON.parse(line) as OracleFile;
    const text = Buffer.from(texts.get(path) ?? "", "latin1").toString("utf8");
    // Processor time, so that a busy machine does not count.
    const before = process.cpuUsage();
    let report: CifReport | undefined;
    try {
      report = parseCifBlocks(text);
    } catch (error) {
      if (!(error instanceof CifError)) crashes.push(`${path}: ${String(error)}`);
    }
    const { user, system } = process.cpuUsage(before);
    const milliseconds = (user + system) / 1000;
    if (milliseconds > slowest) {
      slowest = milliseconds;
      slowestPath = path;
    }
    for (const oracle of structures) comparisons.push(compare(path, oracle, report));
    const first = report?.blocks.find(({ structure }) => structure?.ok)?.structure;
    if (mpP1Check?.match !== undefined && mpP1Check.match !== null && first?.ok === true) {
      const list = toCheck.get(mpP1Check.mp_id) ?? [];
      list.push({ path, structure: first.value });
      toCheck.set(mpP1Check.mp_id, list);
    }
  }
  const p1Checks = checkAgainstP1(folder, toCheck);
  return { comparisons, slowest, slowestPath, crashes, p1Checks, files: answers.length };
}

function compare(
  path: string,
  { blockIndex, tools, consensus, formulaSum, formulaUnitsZ }: OracleStructure,
  report: CifReport | undefined,
): TortureComparison {
  const structure = report?.blocks[blockIndex]?.structure;
  const own = structure?.ok === true ? structure.value : undefined;
  const counts = own === undefined ? {} : countsOf(own);
  const volume = own === undefined ? NaN : latticeVolume(own.lattice);
  const agreesWith = (reading: Reading | undefined): boolean =>
    own !== undefined && reading?.counts !== undefined && reading.counts !== null
      ? isSame(counts, reading.counts) &&
        Math.abs(volume - (reading.volume ?? NaN)) <= 1e-3 * volume
      : false;
  const favourite = consensus.likely ?? consensus.tieBreak;
  const readings = Object.entries(tools).filter(([, reading]) => reading.counts);
  let outcome: string;
  if (structure === undefined) outcome = "no positions";
  else if (!structure.ok) outcome = structure.error.code;
  else if (consensus.verdict === "disputed") outcome = "read";
  else outcome = agreesWith(consensus) ? "same" : "different";
  return {
    path,
    blockIndex,
    confidence: consensus.confidence ?? "disputed",
    outcome,
    own: own === undefined ? "" : describe(counts),
    others: consensus.counts
      ? describe(consensus.counts)
      : readings.map(([tool, reading]) => `${tool}: ${describe(reading.counts ?? {})}`).join("; "),
    agreeing: readings.filter(([, reading]) => agreesWith(reading)).map(([tool]) => tool),
    isLikely: favourite?.counts && own !== undefined ? isSame(counts, favourite.counts) : undefined,
    formula: `${(formulaSum ?? "").trim()}${formulaUnitsZ === null ? "" : `, Z ${formulaUnitsZ}`}`,
  };
}

/** Our amounts, with deuterium as hydrogen, as the oracles count. */
function countsOf(structure: Structure): Counts {
  const counts: Record<string, number> = {};
  for (const [element, amount] of Object.entries(compositionOf(structure))) {
    const key = element === "D" || element === "T" ? "H" : element;
    counts[key] = (counts[key] ?? 0) + amount;
  }
  return counts;
}

function isSame(own: Counts, written: Counts): boolean {
  const expected: Record<string, number> = {};
  for (const [element, amount] of Object.entries(written)) {
    const key = element === "D" || element === "T" ? "H" : element;
    expected[key] = (expected[key] ?? 0) + amount;
  }
  const elements = new Set([...Object.keys(own), ...Object.keys(expected)]);
  return [...elements].every(
    (element) =>
      Math.abs((own[element] ?? 0) - (expected[element] ?? 0)) <=
      1e-3 * Math.max(1, expected[element] ?? 0),
  );
}

function describe(counts: Counts): string {
  return Object.entries(counts)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([element, amount]) => `${element}${Number(amount.toFixed(3))}`)
    .join(" ");
}

function checkAgainstP1(
  folder: string,
  toCheck: ReadonlyMap<string, readonly { readonly path: string; readonly structure: Structure }[]>,
): { readonly path: string; readonly isSame: boolean }[] {
  const results: { readonly path: string; readonly isSame: boolean }[] = [];
  const lines = gunzipSync(readFileSync(`${folder}/crystals.jsonl.gz`))
    .toString()
    .split("\n");
  for (const line of lines) {
    const id = /"material_id":\s*"([^"]+)"/u.exec(line)?.[1];
    const expansions = id === undefined ? undefined : toCheck.get(id);
    if (expansions === undefined) continue;
    const { cif } = JSON.parse(line) as { cif: string };
    const [block] = parseCifBlocks(cif).blocks;
    if (block?.structure?.ok !== true) continue;
    const reference = block.structure.value;
    const volume = latticeVolume(reference.lattice);
    for (const { path, structure } of expansions) {
      // One of the P 1 cells is four primitive cells of the crystal in the file.
      const cells = volume / latticeVolume(structure.lattice);
      const counts = Object.entries(countsOf(structure)).map(
        ([key, n]) => [key, n * cells] as const,
      );
      results.push({
        path,
        isSame:
          Math.abs(cells - Math.round(cells)) < 1e-3 &&
          isSame(Object.fromEntries(counts), countsOf(reference)) &&
          compareStructures(withoutCharges(structure), withoutCharges(reference)),
      });
    }
  }
  return results;
}

function withoutCharges({ lattice, sites }: Structure): Structure {
  return {
    lattice,
    sites: sites.map(({ species, fractional }) => ({
      fractional,
      species: species.map(({ element, occupancy }) => ({ element, occupancy })),
    })),
  };
}
