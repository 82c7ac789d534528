import type { CifItem, CifLoop, CifValue } from "./cifDocument.ts";
import type { CifPlace } from "./cifPlace.ts";
import { normalizeTag } from "./normalizeTag.ts";

/** A data block, or a save frame inside one, in the order of the file. */
export class CifBlock {
  /** What follows `data_` or `save_`, as written. */
  readonly name: string;
  /** Line of the heading, counted from 1. */
  readonly line: number;
  /** Column of the heading, counted from 1. */
  readonly column: number;
  /** Items and loops in the order of the file. */
  readonly entries: readonly (CifItem | CifLoop)[];
  /** Save frames (only dictionaries have them). */
  readonly frames: readonly CifBlock[];
  readonly #index: ReadonlyMap<string, CifItem | CifLoop>;
  readonly #conflicts: ReadonlyMap<string, CifPlace> | undefined;

  /**
   * Joins what a parser found.
   *
   * @param name - what follows `data_`
   * @param place - line and column of the heading
   * @param entries - items and loops in the order of the file
   * @param frames - save frames in the order of the file
   * @param index - the entries by normalised data name
   * @param conflicts - data names that were given again with other content, and where
   * @internal
   */
  constructor(
    name: string,
    place: CifPlace,
    entries: readonly (CifItem | CifLoop)[],
    frames: readonly CifBlock[],
    index: ReadonlyMap<string, CifItem | CifLoop>,
    conflicts: ReadonlyMap<string, CifPlace> | undefined,
  ) {
    this.name = name;
    this.line = place.line;
    this.column = place.column;
    this.entries = entries;
    this.frames = frames;
    this.#index = index;
    this.#conflicts = conflicts;
  }

  /**
   * Where a data name was given a second time with other content, which a valid file never does.
   *
   * @param tag - a data name in any case
   * @returns the place of the second one (the first one counts), or `undefined`
   */
  conflict(tag: string): CifPlace | undefined {
    return this.#conflicts?.get(normalizeTag(tag));
  }

  /**
   * The item or loop that holds a data name.
   *
   * @param tag - a data name in any case; `_atom_site.label` and `_atom_site_label` are the same
   * @returns the entry, or `undefined` when the block lacks the name
   */
  entry(tag: string): CifItem | CifLoop | undefined {
    return this.#index.get(tag) ?? this.#index.get(normalizeTag(tag));
  }

  /**
   * The value of a data name: that of an item, or the first one of a loop's column.
   *
   * @param tag - a data name in any case
   * @returns the value, or `undefined` when the block lacks it
   */
  value(tag: string): CifValue | undefined {
    const entry = this.entry(tag);
    if (entry === undefined || entry.kind === "item") return entry?.value;
    return entry.values[columnOf(entry, tag)];
  }

  /**
   * All values of a data name: a loop's column, or the one value of an item.
   *
   * @param tag - a data name in any case
   * @returns the values from the first row to the last, empty when the block lacks the name
   */
  values(tag: string): readonly CifValue[] {
    const entry = this.entry(tag);
    if (entry === undefined) return [];
    if (entry.kind === "item") return [entry.value];
    const width = entry.tags.length;
    const values: CifValue[] = [];
    for (let index = columnOf(entry, tag); index < entry.values.length; index += width) {
      const value = entry.values[index];
      if (value !== undefined) values.push(value);
    }
    return values;
  }
}

function columnOf(loop: CifLoop, tag: string): number {
  const key = normalizeTag(tag);
  return loop.tags.findIndex((candidate) => normalizeTag(candidate) === key);
}
