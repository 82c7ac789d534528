import type { Structure } from "@ftcp/crystal";

import { compileLayout } from "../layout/compileLayout.ts";
import type { FtcpLayout } from "../layout/ftcpLayout.ts";
import { propertyVector } from "../property/propertyVector.ts";
import { addPhases, powersLength } from "./addPhases.ts";
import { prepareStructure } from "./prepareStructure.ts";

const bitsOfElement = new Map<string, readonly number[]>();

/**
 * Writes the FTCP rows of one crystal into an array that the caller owns.
 *
 * @param structure - an ordered crystal that fits the layout
 * @param layout - what goes where
 * @param target - float32; `layout.rows * layout.columns` numbers from `offset` on are overwritten
 * @param offset - where the crystal starts, 0 by default
 * @throws {@link FeaturizeError} with the codes of {@link featurize}; `target` is then unchanged
 * @throws RangeError when the crystal does not fit into `target` at `offset`
 *
 * @remarks
 * Structure factors are summed in float64 and rounded once to float32.
 *
 * @example
 * ```ts
 * const batch = new Float32Array(2 * layout.rows * layout.columns);
 * featurizeInto(rockSalt, layout, batch, 0);
 * featurizeInto(quartz, layout, batch, layout.rows * layout.columns);
 * ```
 *
 * @see FTCP paper, sections 2.1 and 2.2
 */
export function featurizeInto(
  structure: Structure,
  layout: FtcpLayout,
  target: Float32Array,
  offset = 0,
): void {
  const { rows, columns, maxElements, maxSites } = layout;
  if (!Number.isInteger(offset) || offset < 0 || offset + rows * columns > target.length) {
    throw new RangeError(
      `${rows} x ${columns} numbers do not fit at ${offset} into an array of ${target.length}`,
    );
  }
  const crystal = prepareStructure(structure, layout);
  const { fractionals, slots, slotOfSite, lattice } = crystal;
  const place = compileLayout(layout);

  target.fill(0, offset, offset + rows * columns);
  for (let slot = 0; slot < maxElements; slot++) {
    const element = slots[slot];
    const row = element === undefined ? place.emptyRow : place.elementRows.get(element);
    target[offset + (row ?? place.emptyRow) * columns + slot] = 1;
  }
  const cell = offset + place.cell * columns;
  target[cell] = lattice.a;
  target[cell + 1] = lattice.b;
  target[cell + 2] = lattice.c;
  target[cell + columns] = lattice.alpha;
  target[cell + columns + 1] = lattice.beta;
  target[cell + columns + 2] = lattice.gamma;
  for (let site = 0; site < maxSites; site++) {
    const occupancy = offset + (place.occupancy + site) * columns;
    const fractional = fractionals[site];
    if (fractional === undefined) {
      target[occupancy + maxElements] = 1;
      continue;
    }
    target[occupancy + (slotOfSite[site] ?? 0)] = 1;
    const coordinates = offset + (place.coordinates + site) * columns;
    for (let axis = 0; axis < 3; axis++) {
      // A coordinate just below 1 may round up to 1, which is 0.
      const rounded = Math.fround(fractional[axis] ?? 0);
      target[coordinates + axis] = rounded === 1 ? 0 : rounded;
    }
  }

  // An element has at most nine bits. Sum the phases of each slot, S_j(hkl), then add them up in the
  // columns that have a bit: bitSlots[p] = slots whose element has bit p.
  const bitSlots = new Map<number, number[]>();
  slots.forEach((element, slot) => {
    for (const bit of bitsOf(element)) {
      target[offset + (place.properties + bit) * columns + slot] = 1;
      const sharing = bitSlots.get(bit);
      if (sharing === undefined) bitSlots.set(bit, [slot]);
      else sharing.push(slot);
    }
  });
  const { planes } = place;
  const stride = 2 * planes.count;
  const sums = new Float64Array(slots.length * stride);
  const powers = new Float64Array(powersLength(planes));
  fractionals.forEach((fractional, site) => {
    addPhases(fractional, planes, powers, sums, (slotOfSite[site] ?? 0) * stride);
  });
  for (const [bit, sharing] of bitSlots) {
    let at = offset + place.structureFactors * columns + bit;
    for (let plane = 0; plane < planes.count; plane++) {
      let real = 0;
      let imaginary = 0;
      for (const slot of sharing) {
        const sum = slot * stride + 2 * plane;
        real += sums[sum] ?? 0;
        imaginary += sums[sum + 1] ?? 0;
      }
      target[at] = real;
      at += columns;
      if (plane === place.originPlane) continue; // F(000) is real
      target[at] = imaginary;
      at += columns;
    }
  }
}

/** Positions of the ones in an element's property vector. */
function bitsOf(element: string): readonly number[] {
  const known = bitsOfElement.get(element);
  if (known !== undefined) return known;
  const bits = [...propertyVector(element)].flatMap((bit, index) => (bit === 1 ? [index] : []));
  bitsOfElement.set(element, bits);
  return bits;
}
