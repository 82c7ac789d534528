import type { CifItem } from "./cifItem.ts";
import { CifLoop } from "./cifLoop.ts";
import type { CifPlace } from "./cifPlace.ts";
import type { CifValue } from "./cifValue.ts";
import { foldName } from "./foldName.ts";
import { normalizeTag } from "./normalizeTag.ts";
import { ValueReader } from "./valueReader.ts";
import { ValueTape } from "./valueTape.ts";

/**
 * Data names that were asked for and are their own comparable form. Programs ask for the same names of
 * every block, most of which it lacks.
 */
const plainTags = new Set<string>();
const mostPlainTags = 1000;

/**
 * What a parser found in a data block.
 *
 * @internal
 */
export interface CifBlockParts {
  /** What follows `data_` or `save_`. */
  readonly name: string;
  /** Offset of the heading. */
  readonly start: number;
  /** Items and loops in the order of the file. */
  readonly entries: readonly (CifItem | CifLoop)[];
  /** Save frames in the order of the file. */
  readonly frames: readonly CifBlock[];
  /** The entries by folded data name. */
  readonly index: ReadonlyMap<string, CifItem | CifLoop>;
  /** Entries whose data names hold dots, by the name with underscores instead. */
  readonly dotted: ReadonlyMap<string, CifItem | CifLoop> | undefined;
  /** Data names, with underscores for dots, that were given again with other content, and where. */
  readonly conflicts: ReadonlyMap<string, number> | undefined;
}

/** A data block, or a save frame inside one, in the order of the file. */
export class CifBlock {
  /** What follows `data_` or `save_`, as written. */
  readonly name: string;
  /** Items and loops in the order of the file. */
  readonly entries: readonly (CifItem | CifLoop)[];
  /** Save frames (dictionaries have them). */
  readonly frames: readonly CifBlock[];
  readonly #start: number;
  readonly #reader: ValueReader;
  readonly #index: ReadonlyMap<string, CifItem | CifLoop>;
  readonly #dotted: ReadonlyMap<string, CifItem | CifLoop> | undefined;
  readonly #conflicts: ReadonlyMap<string, number> | undefined;

  /**
   * Joins what a parser found.
   *
   * @param parts - what a parser found
   * @param reader - reads the values
   * @internal
   */
  constructor(parts: CifBlockParts, reader: ValueReader) {
    this.name = parts.name;
    this.entries = parts.entries;
    this.frames = parts.frames;
    this.#start = parts.start;
    this.#reader = reader;
    this.#index = parts.index;
    this.#dotted = parts.dotted;
    this.#conflicts = parts.conflicts;
  }

  /**
   * Line of the heading.
   *
   * @returns the line, counted from 1
   */
  get line(): number {
    return this.#reader.source.locate(this.#start).line;
  }

  /**
   * Column of the heading.
   *
   * @returns the column, counted from 1
   */
  get column(): number {
    return this.#reader.source.locate(this.#start).column;
  }

  /**
   * Where a data name was given a second time with other content, which a valid file never does.
   *
   * @param tag - a data name in any case
   * @returns the place of the second one (the first one counts), or `undefined`
   */
  conflict(tag: string): CifPlace | undefined {
    if (this.#conflicts === undefined) return undefined;
    const offset = this.#conflicts.get(normalizeTag(tag));
    return offset === undefined ? undefined : this.#reader.source.locate(offset);
  }

  /**
   * The item or loop that holds a data name.
   *
   * @param tag - a data name in any case; `_atom_site.label` and `_atom_site_label` are the same
   * unless the block has both
   * @returns the entry, or `undefined` when the block lacks the name
   */
  entry(tag: string): CifItem | CifLoop | undefined {
    const direct = this.#index.get(tag);
    if (direct !== undefined) return direct;
    if (plainTags.has(tag)) return this.#dotted?.get(tag);
    const folded = foldName(tag);
    const plain = normalizeTag(folded);
    if (plain === tag && plainTags.size < mostPlainTags) plainTags.add(tag);
    return (
      (folded === tag ? undefined : this.#index.get(folded)) ??
      (plain === folded ? undefined : this.#index.get(plain)) ??
      this.#dotted?.get(plain)
    );
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
    const column = entry.columnOf(tag);
    return column < entry.valueCount ? entry.value(0, column) : undefined;
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
    const column = entry.columnOf(tag);
    const values: CifValue[] = [];
    for (let row = 0; row * entry.tags.length + column < entry.valueCount; row += 1) {
      values.push(entry.value(row, column));
    }
    return values;
  }

  /**
   * The single items of a category as a loop of one row: `_cell_` gives the cell, and `_atom_site_` the
   * one atom of a block that writes it without `loop_`.
   *
   * @param prefix - how the data names begin, in any case, with `_` for dots
   * @returns the row; a loop without columns when there are no such items
   */
  rowOfItems(prefix: string): CifLoop {
    const start = normalizeTag(prefix);
    const found = new Map<string, CifItem>();
    for (const entry of this.entries) {
      if (entry.kind !== "item") continue;
      const key = normalizeTag(entry.tag);
      if (key.startsWith(start) && !found.has(key)) found.set(key, entry);
    }
    const tape = new ValueTape(found.size);
    const tags: string[] = [];
    for (const item of found.values()) {
      tags.push(item.tag);
      item.copyValue((offset, packed) => {
        tape.push(offset, packed >> 3, packed & 7);
      });
    }
    tape.finish();
    const { source, composites, isVersion2 } = this.#reader;
    const reader = new ValueReader(source, tape, composites, isVersion2);
    return new CifLoop(tags, this.#start, reader, 0, tape.count);
  }
}
