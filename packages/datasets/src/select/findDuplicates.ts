import {
  compositionOf,
  createStructureMatcher,
  reducedFormula,
  volumePerAtom,
} from "@ftcp/crystal";
import type { Structure } from "@ftcp/crystal";
import type { RecordSource } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import { iterateRecords } from "../iterateRecords.ts";
import { CrystalKeys } from "./crystalKeys.ts";
import { findSame, insertKept } from "./keptCrystals.ts";
import type { KeptCrystal } from "./keptCrystals.ts";
import type { RemoveDuplicatesOptions } from "./removeDuplicates.ts";

/** A crystal of a {@link DuplicateGroup}. */
export interface DuplicateMember {
  /** Its id. */
  readonly id: string;
  /** Its number in the source, from 1; failed results count. */
  readonly row: number;
}

/** Crystals that are the same. */
export interface DuplicateGroup {
  /** Reduced formula of all. */
  readonly formula: string;
  /** The crystals in the order of the source, two or more; the first is the one to keep. */
  readonly members: readonly DuplicateMember[];
}

/** What {@link findDuplicates} has found. */
export interface DuplicateSearch {
  /** Items of the source, failed ones included. */
  readonly rows: number;
  /** Items that were no crystal. */
  readonly failures: number;
  /** Crystals with another one of their formula and about their density. */
  readonly candidates: number;
  /** Pairs that were compared. */
  readonly comparisons: number;
  /** How often the source was read. */
  readonly passes: number;
  /** All groups of equal crystals, in the order of their first members. */
  readonly groups: readonly DuplicateGroup[];
}

/** What {@link findDuplicates} can be told. */
export interface FindDuplicatesOptions extends Omit<RemoveDuplicatesOptions, "onDuplicate"> {
  /** Crystals that may be held at once; default 100,000. Fewer of them cost more passes over the source. */
  readonly maxHeld?: number;
  /** Called for each item that is no crystal, in the first pass. */
  readonly onFailure?: (error: Error, row: number) => void;
  /** Called every 1000 items: the pass, from 1, and the items read in it. */
  readonly onProgress?: (progress: { readonly pass: number; readonly rows: number }) => void;
  /** Stops the search; the signal's reason is then thrown. */
  readonly signal?: AbortSignal;
}

/**
 * Finds crystals that are there more than once, among millions: formula and density sort out those that cannot have an
 * equal, `compareStructures` decides for the others.
 *
 * @param open - gives all records from the first on, each time it is called, in the same order; read with `lazy`, so
 *   that later passes parse the candidates alone
 * @param options - see {@link FindDuplicatesOptions}
 * @returns the groups; crystals in none are unique
 * @throws DatasetError with code `DATASETS_UNREADABLE_FILE` when the source gives other crystals the next time
 * @throws RangeError when `volumeTolerance` is negative or `maxHeld` is no positive integer
 *
 * @remarks
 * The first pass keeps two numbers (16 bytes) a crystal: a hash of the reduced formula, and the volume per atom. Sorted,
 * they form runs of one formula whose volumes follow each other within `volumeTolerance`; a crystal alone in its run is
 * unique. Each further pass decides as many runs as `maxHeld` allows, holding one crystal of each group. The groups are
 * those of {@link removeDuplicates}, which holds all crystals that it keeps but reads once.
 *
 * @example
 * ```ts
 * import { findDuplicates, readJsonl } from "@ftcp/datasets";
 *
 * const { groups } = await findDuplicates(() => readJsonl("", { lazy: true }));
 * const repeated = new Set(groups.flatMap(({ members }) => members.slice(1).map(({ row }) => row)));
 * ```
 */
export async function findDuplicates<E extends Error = DatasetError>(
  open: () => RecordSource<E>,
  options: FindDuplicatesOptions = {},
): Promise<DuplicateSearch> {
  const { volumeTolerance = 0.1, tolerances, maxHeld = 100_000, onFailure, signal } = options;
  const { compare = createStructureMatcher(tolerances).compare } = options;
  if (!(volumeTolerance >= 0)) {
    throw new RangeError(`volumeTolerance must not be negative, received ${volumeTolerance}`);
  }
  if (!(Number.isSafeInteger(maxHeld) && maxHeld > 0)) {
    throw new RangeError(`maxHeld must be a positive integer, received ${maxHeld}`);
  }
  let passes = 0;
  async function* pass(): AsyncGenerator<{ row: number; item: Item }, void, undefined> {
    passes += 1;
    let row = 0;
    for await (const result of iterateRecords(open())) {
      signal?.throwIfAborted();
      row += 1;
      if (row % 1000 === 0) options.onProgress?.({ pass: passes, rows: row });
      yield {
        row,
        item: result.ok
          ? { id: result.value.id, structure: () => result.value.structure }
          : { error: result.error },
      };
    }
  }

  const keys = new CrystalKeys();
  let failures = 0;
  for await (const { row, item } of pass()) {
    const described = describeItem(item);
    if ("error" in described) {
      failures += 1;
      onFailure?.(described.error, row);
      keys.addNothing();
    } else if (described.formula === undefined) keys.addNothing();
    else keys.add(described.formula, described.volume);
  }
  const runs = keys.findRuns(volumeTolerance);

  const found: { formula: string; members: DuplicateMember[] }[] = [];
  let comparisons = 0;
  const counted = (first: Structure, second: Structure): boolean => {
    comparisons += 1;
    return compare(first, second);
  };
  for (const round of runs.rounds(maxHeld)) {
    const left = new Map(round.map(({ run, size }) => [run, size]));
    const kept = new Map<number, Map<string, Grouped[]>>();
    let rows = 0;
    for await (const { row, item } of pass()) {
      rows = row;
      const run = runs.of(row);
      const waiting = run === 0 ? undefined : left.get(run);
      if (waiting === undefined) continue;
      const described = describeItem(item);
      if ("error" in described || described.formula === undefined) throw changed(row);
      const { id, formula, structure, volume } = described;
      let formulas = kept.get(run);
      if (formulas === undefined) kept.set(run, (formulas = new Map<string, Grouped[]>()));
      let group = formulas.get(formula);
      if (group === undefined) formulas.set(formula, (group = []));
      const original = findSame(group, structure, volume, volumeTolerance, counted);
      if (original === undefined) {
        insertKept(group, { id, structure, volume, row, members: undefined });
      } else if (original.members === undefined) {
        original.members = [
          { id: original.id, row: original.row },
          { id, row },
        ];
        found.push({ formula, members: original.members });
      } else {
        original.members.push({ id, row });
      }
      if (waiting > 1) left.set(run, waiting - 1);
      else {
        left.delete(run);
        kept.delete(run);
      }
    }
    if (rows !== keys.length) throw changed(Math.min(rows, keys.length) + 1);
  }
  const rowOf = ({ members }: DuplicateGroup): number => members[0]?.row ?? 0;
  return {
    rows: keys.length,
    failures,
    candidates: runs.candidates,
    comparisons,
    passes,
    groups: found.sort((a, b) => rowOf(a) - rowOf(b)),
  };
}

type Item =
  { readonly id: string; readonly structure: () => Structure } | { readonly error: Error };

/** A kept crystal and those that repeat it. */
interface Grouped extends KeptCrystal {
  readonly row: number;
  members: DuplicateMember[] | undefined;
}

type Described =
  | { readonly error: Error }
  | {
      readonly id: string;
      readonly structure: Structure;
      /** None for an empty cell, which is nobody's duplicate. */
      readonly formula: string | undefined;
      readonly volume: number;
    };

function describeItem(item: Item): Described {
  if ("error" in item) return item;
  let structure: Structure;
  try {
    structure = item.structure(); // parses, where the record is lazy
  } catch (error) {
    if (error instanceof DatasetError) return { error };
    throw error;
  }
  if (structure.sites.length === 0) return { ...item, structure, formula: undefined, volume: 0 };
  const formula = reducedFormula(compositionOf(structure));
  return { ...item, structure, formula, volume: volumePerAtom(structure) };
}

function changed(row: number): DatasetError {
  const message =
    "the source gave other crystals than the first time; it must not change meanwhile";
  return new DatasetError("DATASETS_UNREADABLE_FILE", message, { row });
}
