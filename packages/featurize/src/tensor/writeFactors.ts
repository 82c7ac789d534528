import type { CompiledFactors } from "../layout/compileFactors.ts";
import type { CompiledLayout } from "../layout/compileLayout.ts";
import type { FactorPart } from "../layout/ftcpLayout.ts";
import { addPhases, powersLength } from "./addPhases.ts";
import type { PreparedStructure } from "./prepareStructure.ts";

/** A property that a crystal has, with the slots that share it. */
interface SharedProperty {
  readonly index: number;
  readonly slots: number[];
  readonly values: number[];
}

/**
 * Writes F of all planes and properties, float64 sums rounded once.
 *
 * An element has few properties that are not zero. So the phases of each slot are summed first,
 * S_j(hkl), and then added up in the rows or columns of the properties that a slot has.
 */
export function writeFactors(
  crystal: PreparedStructure,
  factors: CompiledFactors,
  place: CompiledLayout,
  target: Float32Array,
  start: number,
): void {
  const { slots, slotOfSite } = crystal;
  const { sums: planes, sumOfLine, signOfLine, partOfLine, indicesOfLine } = factors;
  const { lineStep, propertyStep } = place;
  const properties = shareProperties(slots, place);
  const isLinear = partOfLine[0] === "linear";
  const sums = isLinear ? sumPositions(crystal) : sumPhases(crystal, factors);
  const stride = isLinear ? 3 : 2 * planes.count;
  const lineOfSlot = new Float64Array(slots.length);

  for (let line = 0; line < sumOfLine.length; line++) {
    const at = start + line * lineStep;
    const sum = 2 * (sumOfLine[line] ?? 0);
    const sign = signOfLine[line] ?? 1;
    const part = partOfLine[line] ?? "real";
    if (part === "magnitude" || part === "phase") {
      for (const { index, slots: sharing, values } of properties) {
        let real = 0;
        let imaginary = 0;
        let size = 0;
        for (let share = 0; share < sharing.length; share++) {
          const slot = sharing[share] ?? 0;
          const value = values[share] ?? 0;
          real += value * (sums[slot * stride + sum] ?? 0);
          imaginary += value * sign * (sums[slot * stride + sum + 1] ?? 0);
          size += Math.abs(value);
        }
        const magnitude = Math.hypot(real, imaginary);
        // The phase of what is zero but for rounding would be noise.
        const isZero = magnitude <= 1e-9 * size * slotOfSite.length;
        const phase = isZero ? 0 : Math.atan2(imaginary, real);
        target[at + index * propertyStep] = part === "magnitude" ? magnitude : phase;
      }
      continue;
    }
    for (let slot = 0; slot < slots.length; slot++) {
      lineOfSlot[slot] = linearPart(part, sums, slot * stride, sum, sign, indicesOfLine, 3 * line);
    }
    for (const { index, slots: sharing, values } of properties) {
      let total = 0;
      for (let share = 0; share < sharing.length; share++) {
        total += (values[share] ?? 0) * (lineOfSlot[sharing[share] ?? 0] ?? 0);
      }
      target[at + index * propertyStep] = total;
    }
  }
}

/** The number of a line for one slot; what is left is a weighted sum over slots. */
function linearPart(
  part: Exclude<FactorPart, "magnitude" | "phase">,
  sums: Float64Array,
  slot: number,
  sum: number,
  sign: number,
  indices: Int32Array,
  at: number,
): number {
  switch (part) {
    case "real":
      return sums[slot + sum] ?? 0;
    case "imaginary":
      return sign * (sums[slot + sum + 1] ?? 0);
    case "hartley":
      return (sums[slot + sum] ?? 0) - sign * (sums[slot + sum + 1] ?? 0);
    case "linear":
      return (
        Math.PI *
        ((indices[at] ?? 0) * (sums[slot] ?? 0) +
          (indices[at + 1] ?? 0) * (sums[slot + 1] ?? 0) +
          (indices[at + 2] ?? 0) * (sums[slot + 2] ?? 0))
      );
  }
}

function shareProperties(slots: readonly string[], place: CompiledLayout): SharedProperty[] {
  const shared: SharedProperty[] = [];
  for (let slot = 0; slot < slots.length; slot++) {
    const { indices, values } = place.vectorOf(slots[slot] ?? "");
    for (let entry = 0; entry < indices.length; entry++) {
      const index = indices[entry] ?? 0;
      const value = values[entry] ?? 0;
      const known = slot === 0 ? undefined : shared.find((property) => property.index === index);
      if (known === undefined) shared.push({ index, slots: [slot], values: [value] });
      else {
        known.slots.push(slot);
        known.values.push(value);
      }
    }
  }
  return shared;
}

/** Σ exp(-2πi (hx + ky + lz)) for each slot and plane, real and imaginary part in turn. */
function sumPhases(crystal: PreparedStructure, { sums: planes }: CompiledFactors): Float64Array {
  const { slots, slotOfSite, positions } = crystal;
  const stride = 2 * planes.count;
  const sums = new Float64Array(slots.length * stride);
  const powers = new Float64Array(powersLength(planes));
  for (let site = 0; site < slotOfSite.length; site++) {
    addPhases(positions, site, planes, powers, sums, (slotOfSite[site] ?? 0) * stride);
  }
  return sums;
}

/** Σ (x, y, z) for each slot. */
function sumPositions({ slots, slotOfSite, positions }: PreparedStructure): Float64Array {
  const sums = new Float64Array(slots.length * 3);
  for (let site = 0; site < slotOfSite.length; site++) {
    const slot = 3 * (slotOfSite[site] ?? 0);
    for (let axis = 0; axis < 3; axis++) {
      sums[slot + axis] = (sums[slot + axis] ?? 0) + (positions[3 * site + axis] ?? 0);
    }
  }
  return sums;
}
