import {
  createLattice,
  CrystalError,
  type Lattice,
  type Result,
  type Site,
  type Structure,
} from "@ftcp/crystal";

import { FeaturizeError } from "../featurizeError.ts";
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
    }
  | {
      /** Several elements have the same largest entry in a slot; the first was taken. */
      readonly kind: "tied-element";
      /** The slot. */
      readonly slot: number;
    }
  | {
      /** Several slots have the same largest entry at a site; the first was taken. */
      readonly kind: "tied-site";
      /** Row of the site within its block. */
      readonly site: number;
    }
  | {
      /** A site has the position of an earlier one, to 1e-3 of the cell along each axis; both stay. */
      readonly kind: "coincident-sites";
      /** Row of the site within its block. */
      readonly site: number;
      /** Row of the earlier site. */
      readonly other: number;
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
 * layout, or `FEATURIZE_NOT_INVERTIBLE` (with `data.block`) when the layout lacks the elements, the cell,
 * the coordinates or the occupancy, as one of momentum space alone does; everything else is reported for
 * each crystal: `FEATURIZE_EMPTY_CRYSTAL` (no element or no site is left), `FEATURIZE_INVALID_CELL`,
 * `FEATURIZE_NOT_FINITE`
 *
 * @remarks
 * Rules, for each crystal:
 * 1. Each slot takes the row with the largest entry, one of 103 elements or "empty".
 * 2. Each site takes the column with the largest entry, one of the slots or "empty"; a site that
 *    prefers an empty slot takes the best of the others instead and is reported. Empty sites are
 *    dropped. A tie, of slots or of sites, goes to the first and is reported.
 *    In a layout without a class for "empty" (`paper`, `reference`) the entry of "empty" is taken to be
 *    1 minus the largest of the others: a slot or site whose entries all lie below 0.5 is empty.
 * 3. A slot that no site uses is reported; so are an element that stands in two slots, and sites in one
 *    place.
 * 4. Coordinates are wrapped into [0, 1).
 * 5. Lengths must be positive and angles must span a cell.
 *
 * NaN or infinity in the cell, in an occupied site or in any entry that takes part in an argmax is
 * `FEATURIZE_NOT_FINITE`. The properties **Z** and structure factors F are not read: elements,
 * coordinates and cell determine them. Whether atoms overlap is a question for `checkValidity`.
 *
 * A clean tensor gives the crystal back to float32: elements exactly, lengths and angles to 6e-8
 * relative, coordinates to 6e-8. What a layout did to the crystal before stays done: `ftcp` gives the
 * canonical cell, origin and order of sites, `reference` sorts the sites by electronegativity and snaps
 * coordinates within 1e-4 of 1/3 and 2/3. Labels, charges and the orientation of the lattice are lost.
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
  const places = findPlaces(layout);
  return Array.from({ length: tensor.shape[0] }, (_, crystal) =>
    new CrystalReader(tensor, layout, places, crystal).read(),
  );
}

/** First row of each block that is read. */
type Places = Readonly<Record<"elements" | "cell" | "coordinates" | "occupancy", number>>;

function findPlaces(layout: FtcpLayout): Places {
  const find = (name: keyof Places): number => {
    const block = layout.blocks.find((candidate) => candidate.name === name);
    if (block !== undefined) return block.start;
    throw new FeaturizeError(
      "FEATURIZE_NOT_INVERTIBLE",
      `a layout without the block "${name}" does not determine a crystal`,
      { block: name },
    );
  };
  return {
    elements: find("elements"),
    cell: find("cell"),
    coordinates: find("coordinates"),
    occupancy: find("occupancy"),
  };
}

/** Coordinates that differ by less along each axis are one place. */
const placeTolerance = 1e-3;

/** The largest of some entries. */
interface Choice {
  /** Index of the largest entry, the first in a tie; -1 for "empty" where that has no entry. */
  readonly winner: number;
  /** Whether another entry is as large. */
  readonly isTied: boolean;
}

class CrystalReader {
  readonly #tensor: FtcpTensor;
  readonly #layout: FtcpLayout;
  readonly #places: Places;
  readonly #crystal: number;
  readonly #issues: DefeaturizeIssue[] = [];
  #confidence = Number.NaN;

  constructor(tensor: FtcpTensor, layout: FtcpLayout, places: Places, crystal: number) {
    this.#tensor = tensor;
    this.#layout = layout;
    this.#places = places;
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
    const { maxSites } = this.#layout;
    const { coordinates, occupancy } = this.#places;
    const slots = this.#slots();
    const sites: Site[] = [];
    const rowsOfSites: number[] = [];
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
      rowsOfSites.push(site);
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
    this.#reportCoincidences(sites, rowsOfSites);
    return { lattice: this.#lattice(), sites };
  }

  #slots(): (string | undefined)[] {
    const { maxElements, elements, emptyClass } = this.#layout;
    const slots: (string | undefined)[] = [];
    for (let slot = 0; slot < maxElements; slot++) {
      const count = elements.length + (emptyClass ? 1 : 0);
      const { winner, isTied } = this.#largest(count, this.#places.elements, slot, "rows");
      if (isTied) this.#issues.push({ kind: "tied-element", slot });
      const element = elements[winner];
      if (element !== undefined && slots.includes(element)) {
        this.#issues.push({ kind: "repeated-element", slot, element });
      }
      slots.push(element);
    }
    return slots;
  }

  /** The slot of a site; no element is in the slot that is returned for an empty site. */
  #slotOfSite(row: number, site: number, slots: readonly (string | undefined)[]): number {
    const { emptyClass } = this.#layout;
    const choices = slots.length + (emptyClass ? 1 : 0);
    const { winner, isTied } = this.#largest(choices, row, 0, "columns");
    if (isTied) this.#issues.push({ kind: "tied-site", site });
    if (winner === -1 || winner === slots.length) return slots.length;
    if (slots[winner] !== undefined) return winner;
    this.#issues.push({ kind: "site-in-empty-slot", site, slot: winner });
    this.#confidence = 0;
    let best = slots.length;
    let largest = emptyClass ? this.#at(row, best) : 1 - this.#at(row, winner);
    for (let slot = slots.length - 1; slot >= 0; slot--) {
      const value = this.#at(row, slot);
      if (slots[slot] === undefined || !(value >= largest)) continue;
      best = slot;
      largest = value;
    }
    return best;
  }

  #reportCoincidences(sites: readonly Site[], rowsOfSites: readonly number[]): void {
    for (let later = 1; later < sites.length; later++) {
      const here = sites[later]?.fractional ?? [];
      const earlier = sites.findIndex(
        ({ fractional }, index) =>
          index < later &&
          fractional.every((x, axis) => {
            const difference = x - (here[axis] ?? Number.NaN);
            return Math.abs(difference - Math.round(difference)) < placeTolerance;
          }),
      );
      if (earlier === -1 || earlier >= later) continue;
      this.#issues.push({
        kind: "coincident-sites",
        site: rowsOfSites[later] ?? later,
        other: rowsOfSites[earlier] ?? earlier,
      });
    }
  }

  #lattice(): Lattice {
    const { cell } = this.#places;
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

  /** The largest of some entries along an axis; remembers the margin to the second largest. */
  #largest(
    count: number,
    firstRow: number,
    firstColumn: number,
    along: "rows" | "columns",
  ): Choice {
    let winner = 0;
    let largest = -Infinity;
    let second = -Infinity;
    for (let index = 0; index < count; index++) {
      const value =
        along === "rows"
          ? this.#finite(firstRow + index, firstColumn)
          : this.#finite(firstRow, firstColumn + index);
      if (value > largest) {
        second = largest;
        largest = value;
        winner = index;
      } else if (value > second) second = value;
    }
    if (!this.#layout.emptyClass) {
      const empty = 1 - largest;
      if (empty > largest) {
        second = largest;
        largest = empty;
        winner = -1;
      } else if (empty > second) second = empty;
    }
    const margin = largest - second;
    if (!(margin >= this.#confidence)) this.#confidence = margin;
    return { winner, isTied: margin === 0 };
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
