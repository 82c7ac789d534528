import { reciprocalMatrix, type Structure } from "@ftcp/crystal";

import { compileFactors } from "../layout/compileFactors.ts";
import { compileLayout } from "../layout/compileLayout.ts";
import type { FtcpLayout } from "../layout/ftcpLayout.ts";
import { planesOf } from "../layout/planesOf.ts";
import { prepareStructure } from "./prepareStructure.ts";
import { writeFactors } from "./writeFactors.ts";
import { writePlaneNorms } from "./writePlaneNorms.ts";

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
  const { positions, slots, slotOfSite, lattice } = crystal;
  const place = compileLayout(layout);
  const { start } = place;
  // The sphere may hold too few planes: find that out before the target is touched.
  const needsPlanes = start.structureFactors !== undefined || start.planeNorms !== undefined;
  const planes = needsPlanes ? planesOf(lattice, layout) : layout.planes;

  target.fill(0, offset, offset + rows * columns);
  if (start.elements !== undefined) {
    const emptyRow = layout.emptyClass ? layout.elements.length : undefined;
    for (let slot = 0; slot < maxElements; slot++) {
      const element = slots[slot];
      const row = element === undefined ? emptyRow : place.elementIndex.get(element);
      if (row !== undefined) target[offset + start.elements + row * columns + slot] = 1;
    }
  }
  if (start.cell !== undefined) {
    const cell = offset + start.cell;
    target[cell] = lattice.a;
    target[cell + 1] = lattice.b;
    target[cell + 2] = lattice.c;
    target[cell + columns] = lattice.alpha;
    target[cell + columns + 1] = lattice.beta;
    target[cell + columns + 2] = lattice.gamma;
  }
  if (start.coordinates !== undefined) {
    for (let site = 0; site < slotOfSite.length; site++) {
      const coordinates = offset + start.coordinates + site * columns;
      for (let axis = 0; axis < 3; axis++) {
        // A coordinate just below 1 may round up to 1, which is 0.
        const rounded = Math.fround(positions[3 * site + axis] ?? 0);
        target[coordinates + axis] = rounded === 1 ? 0 : rounded;
      }
    }
  }
  if (start.occupancy !== undefined) {
    for (let site = 0; site < maxSites; site++) {
      const slot = slotOfSite[site] ?? (layout.emptyClass ? maxElements : undefined);
      if (slot !== undefined) target[offset + start.occupancy + site * columns + slot] = 1;
    }
  }
  if (start.properties !== undefined) {
    const properties = offset + start.properties;
    slots.forEach((element, slot) => {
      const { indices, values } = place.vectorOf(element);
      for (let entry = 0; entry < indices.length; entry++) {
        target[properties + (indices[entry] ?? 0) * columns + slot] = values[entry] ?? 0;
      }
    });
  }
  if (!needsPlanes) return;
  const isUsual = planes === layout.planes;
  const factors = isUsual ? place.factors : compileFactors(planes, layout);
  if (start.planeNorms !== undefined) {
    const norms = offset + start.planeNorms;
    const { firstLine } = factors;
    const besideLine = layout.arrangement === "beside";
    writePlaneNorms(planes, reciprocalMatrix(lattice), target, (plane) =>
      besideLine ? norms + (firstLine[plane] ?? 0) : norms + plane * columns,
    );
  }
  if (start.structureFactors !== undefined) {
    writeFactors(crystal, factors, place, target, offset + start.structureFactors);
  }
}
