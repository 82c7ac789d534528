import {
  createLattice,
  CrystalError,
  type Lattice,
  type Result,
  type Site,
  type Structure,
} from "@ftcp/crystal";

import { FeaturizeError } from "../featurizeError.ts";
import { compileLayout, type CompiledLayout } from "../layout/compileLayout.ts";
import type { FtcpLayout } from "../layout/ftcpLayout.ts";
import { checkShape } from "./checkShape.ts";
import type { FtcpTensor } from "./ftcpTensor.ts";

/** Something in a decoded crystal that did not add up and was resolved. */
export type DefeaturizeIssue =
  | {
      /** A site preferred a slot that holds no element; it took its next best choice. */
      readonly kind: "site-in-empty-slot";
      /** Row of the site within its block. */
      readonly site: number;
      /** The slot it preferred. */
      readonly slot: number;
    }
  | {
      /** A slot holds an element, but no site uses it: the element is not in the crystal. */
      readonly kind: "unused-slot";
      /** The slot. */
      readonly slot: number;
      /** Its element. */
      readonly element: string;
    }
  | {
      /** Two slots hold the same element: they are one element in the crystal. */
      readonly kind: "repeated-element";
      /** The later slot. */
      readonly slot: number;
      /** Its element. */
      readonly element: string;
    };

/** How one crystal of a batch came out, with what is to be known about it either way. */
export type DefeaturizeResult = Result<Structure, FeaturizeError> & {
  /**
   * Smallest margin, over all slots and sites, between the winner of an argmax and the runner-up: 1
   * for a clean tensor, 0 for a tie or a site in an empty slot; NaN when no decision was reached.
   */
  readonly confidence: number;
  /** What did not add up and was resolved; empty for a clean tensor. */
  readonly issues: readonly DefeaturizeIssue[];
};

/**
 * Reads the crystals back out of a tensor, clean or noisy.
 *
 * @param tensor - batch in physical units (Å, degrees), for example the output of a decoder after
 * {@link FtcpScaler.inverse}
 * @param layout - the layout that the tensor was made with
 * @returns one result for each crystal, in order; each carries its confidence and issues
 * @throws {@link FeaturizeError} with code `FEATURIZE_SHAPE_MISMATCH` when the tensor is not of this
 * layout; everything else is reported for each crystal: `FEATURIZE_EMPTY_CRYSTAL` (no element or no
 * site is left), `FEATURIZE_INVALID_CELL`, `FEATURIZE_NOT_FINITE`
 *
 * @remarks
 * Rules, for each crystal:
 * 1. Each slot takes the row with the largest entry, one of 103 elements or "empty".
 * 2. Each site takes the column with the largest entry, one of the slots or "empty"; a site that
 *    prefers an empty slot takes the best of the others instead and is reported. A tie goes to the
 *    first. Empty sites are dropped.
 * 3. A slot that no site uses is reported; so is an element that stands in two slots.
 * 4. Coordinates are wrapped into [0, 1).
 * 5. Lengths must be positive and angles must span a cell.
 *
 * NaN or infinity in the cell, in an occupied site or in any entry that takes part in an argmax is
 * `FEATURIZE_NOT_FINITE`. The properties **Z** and structure factors F are not read: elements,
 * coordinates and cell determine them. Whether atoms overlap is a question for `checkValidity`.
 *
 * @example
 * ```ts
 * const [result] = defeaturize(featurize(structure, layout), layout);
 * if (result?.ok) result.value; // the structure
 * ```
 *
 * @see FTCP paper, section 4.2
 */
export function defeaturize(tensor: FtcpTensor, layout: FtcpLayout): DefeaturizeResult[] {
  checkShape(tensor, layout);
  const place = compileLayout(layout);
  return Array.from({ length: tensor.shape[0] }, (_, crystal) =>
    new CrystalReader(tensor, layout, place, crystal).read(),
  );
}

class CrystalReader {
  readonly #tensor: FtcpTensor;
  readonly #layout: FtcpLayout;
  readonly #place: CompiledLayout;
  readonly #crystal: number;
  readonly #issues: DefeaturizeIssue[] = [];
  #confidence = Number.NaN;

  constructor(tensor: FtcpTensor, layout: FtcpLayout, place: CompiledLayout, crystal: number) {
    this.#tensor = tensor;
    this.#layout = layout;
    this.#place = place;
    this.#crystal = crystal;
  }

  read(): DefeaturizeResult {
    const facts = { issues: this.#issues };
    try {
      const value = this.#structure();
      return { ok: true, value, confidence: this.#confidence, ...facts };
    } catch (error) {
      if (!(error instanceof FeaturizeError)) throw error;
      return { ok: false, error, confidence: this.#confidence, ...facts };
    }
  }

  #structure(): Structure {
    const { maxElements, maxSites, elements } = this.#layout;
    const { coordinates, occupancy, emptyRow, elementRows } = this.#place;
    const elementRow = elementRows.get(elements[0] ?? "") ?? 0;

    const slots: (string | undefined)[] = [];
    for (let slot = 0; slot < maxElements; slot++) {
      const winner = this.#largest(emptyRow - elementRow + 1, (index) => [
        elementRow + index,
        slot,
      ]);
      const element = elements[winner];
      if (element !== undefined && slots.includes(element)) {
        this.#issues.push({ kind: "repeated-element", slot, element });
      }
      slots.push(element);
    }

    const sites: Site[] = [];
    const used = new Set<number>();
    for (let site = 0; site < maxSites; site++) {
      const slot = this.#slotOfSite(occupancy + site, site, slots);
      const element = slots[slot];
      if (element === undefined) continue;
      used.add(slot);
      const row = coordinates + site;
      sites.push({
        species: [{ element, occupancy: 1 }],
        fractional: [
          wrap(this.#finite(row, 0)),
          wrap(this.#finite(row, 1)),
          wrap(this.#finite(row, 2)),
        ],
      });
    }
    slots.forEach((element, slot) => {
      if (element !== undefined && !used.has(slot)) {
        this.#issues.push({ kind: "unused-slot", slot, element });
      }
    });
    if (sites.length === 0) {
      throw new FeaturizeError(
        "FEATURIZE_EMPTY_CRYSTAL",
        `crystal ${this.#crystal} has no site that holds an element`,
        { crystal: this.#crystal },
      );
    }
    return { lattice: this.#lattice(), sites };
  }

  #slotOfSite(row: number, site: number, slots: readonly (string | undefined)[]): number {
    const choices = this.#layout.maxElements + 1;
    const preferred = this.#largest(choices, (index) => [row, index]);
    if (preferred === slots.length || slots[preferred] !== undefined) return preferred;
    this.#issues.push({ kind: "site-in-empty-slot", site, slot: preferred });
    this.#confidence = 0;
    let best = slots.length;
    for (let slot = slots.length - 1; slot >= 0; slot--) {
      if (slots[slot] !== undefined && this.#at(row, slot) >= this.#at(row, best)) best = slot;
    }
    return best;
  }

  #lattice(): Lattice {
    const { cell } = this.#place;
    const parameters = {
      a: this.#finite(cell, 0),
      b: this.#finite(cell, 1),
      c: this.#finite(cell, 2),
      alpha: this.#finite(cell + 1, 0),
      beta: this.#finite(cell + 1, 1),
      gamma: this.#finite(cell + 1, 2),
    };
    try {
      return createLattice(parameters);
    } catch (cause) {
      if (!(cause instanceof CrystalError)) throw cause;
      throw new FeaturizeError(
        "FEATURIZE_INVALID_CELL",
        `crystal ${this.#crystal}: ${cause.message}`,
        { crystal: this.#crystal, row: cell },
        { cause },
      );
    }
  }

  /** Index of the largest entry, the first in a tie; remembers the margin to the second largest. */
  #largest(
    count: number,
    entry: (index: number) => readonly [row: number, column: number],
  ): number {
    let winner = 0;
    let largest = -Infinity;
    let second = -Infinity;
    for (let index = 0; index < count; index++) {
      const [row, column] = entry(index);
      const value = this.#finite(row, column);
      if (value > largest) {
        second = largest;
        largest = value;
        winner = index;
      } else if (value > second) second = value;
    }
    const margin = largest - second;
    if (!(margin >= this.#confidence)) this.#confidence = margin;
    return winner;
  }

  #at(row: number, column: number): number {
    const { rows, columns } = this.#layout;
    return this.#tensor.data[(this.#crystal * rows + row) * columns + column] ?? Number.NaN;
  }

  #finite(row: number, column: number): number {
    const value = this.#at(row, column);
    if (Number.isFinite(value)) return value;
    const crystal = this.#crystal;
    throw new FeaturizeError(
      "FEATURIZE_NOT_FINITE",
      `crystal ${crystal}: ${value} in row ${row}, column ${column}`,
      { crystal, row, column },
    );
  }
}

/** Into [0, 1); tiny negative numbers would otherwise round up to 1. */
function wrap(coordinate: number): number {
  const wrapped = coordinate - Math.floor(coordinate);
  return wrapped === 1 ? 0 : wrapped;
}
