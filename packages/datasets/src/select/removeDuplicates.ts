import {
  compositionOf,
  createStructureMatcher,
  reducedFormula,
  volumePerAtom,
} from "@ftcp/crystal";
import type { MatchOptions, Structure } from "@ftcp/crystal";
import type { RecordResult, RecordSource } from "../crystalRecord.ts";
import type { DatasetError } from "../datasetError.ts";
import { iterateRecords } from "../iterateRecords.ts";
import { findSame, insertKept } from "./keptCrystals.ts";
import type { KeptCrystal } from "./keptCrystals.ts";

/** A crystal that was left out, and the one that it repeats. */
export interface DuplicateReport {
  /** Id of the crystal left out. */
  readonly id: string;
  /** Id of the crystal kept, which came before it. */
  readonly duplicateOf: string;
  /** Reduced formula of both. */
  readonly formula: string;
}

/** What {@link removeDuplicates} can be told. */
export interface RemoveDuplicatesOptions {
  /** Called for each crystal left out. */
  readonly onDuplicate?: (report: DuplicateReport) => void;
  /**
   * Largest relative difference in volume per atom at which two crystals are compared at all;
   * default 0.1. Larger ones are different crystals, whatever their shape.
   */
  readonly volumeTolerance?: number;
  /** Tolerances for `compareStructures`; its defaults are those of the Materials Project. */
  readonly tolerances?: MatchOptions;
  /** Tells whether two crystals of one formula are the same, in place of `compareStructures`. */
  readonly compare?: (first: Structure, second: Structure) => boolean;
}

/**
 * Leaves out crystals that repeat an earlier one: same reduced formula and same geometry.
 *
 * @param source - records or results, in any iterable
 * @param options - see {@link RemoveDuplicatesOptions}
 * @returns the first of each set of equal crystals, and all failures, in order
 *
 * @remarks
 * Only crystals of one formula whose volumes per atom are close are compared, so the work grows with
 * the sizes of these small groups. In memory stay the ids and structures of the kept
 * crystals, not their properties. Sameness within tolerances is not transitive: of three crystals in a
 * row, the outcome can depend on their order.
 *
 * @example
 * ```ts
 * import { readJsonl, removeDuplicates } from "@ftcp/datasets";
 *
 * const unique = removeDuplicates(readJsonl(""), {
 *   onDuplicate: ({ id, duplicateOf }) => console.log(`${id} repeats ${duplicateOf}`),
 * });
 * for await (const item of unique) if (item.ok) console.log(item.value.id);
 * ```
 *
 * @see the paper, section 4.1
 */
export async function* removeDuplicates<E extends Error = DatasetError>(
  source: RecordSource<E>,
  options: RemoveDuplicatesOptions = {},
): AsyncGenerator<RecordResult<E>, void, undefined> {
  const { onDuplicate, volumeTolerance = 0.1, tolerances } = options;
  // A matcher reduces each crystal only once, however many it is compared with.
  const { compare = createStructureMatcher(tolerances).compare } = options;
  if (!(volumeTolerance >= 0)) {
    throw new RangeError(`volumeTolerance must not be negative, received ${volumeTolerance}`);
  }
  const groups = new Map<string, KeptCrystal[]>(); // by formula, ascending in volume
  for await (const result of iterateRecords(source)) {
    if (!result.ok) {
      yield result;
      continue;
    }
    const { id, structure } = result.value;
    if (structure.sites.length === 0) {
      yield result; // an empty cell has no formula and is nobody's duplicate
      continue;
    }
    const formula = reducedFormula(compositionOf(structure));
    const volume = volumePerAtom(structure);
    let group = groups.get(formula);
    if (group === undefined) groups.set(formula, (group = []));
    const original = findSame(group, structure, volume, volumeTolerance, compare);
    if (original === undefined) {
      insertKept(group, { id, structure, volume });
      yield result;
    } else {
      onDuplicate?.({ id, duplicateOf: original.id, formula });
    }
  }
}
