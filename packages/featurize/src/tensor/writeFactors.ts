import type { CompiledFactors } from "../layout/compileFactors.ts";
import type { CompiledLayout, SparseVector } from "../layout/compileLayout.ts";
import { addPhases, powersLength } from "./addPhases.ts";
import type { PreparedStructure } from "./prepareStructure.ts";

/** The properties that a crystal has, each with the slots that share it. */
interface SharedProperties {
  /** Number of properties. */
  readonly count: number;
  /** Index of each in the property vector. */
  readonly indices: Int32Array;
  /** Where the slots of each begin; one more entry says where the last ones end. */
  readonly starts: Int32Array;
  /** The slots. */
  readonly slots: Int32Array;
  /** Value of the property in each of these slots. */
  readonly values: Float64Array;
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
  const { lineStep, propertyStep } = place;
  const lineCount = factors.partOfLine.length;
  const { count, indices, starts, slots, values } = shareProperties(crystal.slots, place);
  const isPolar = factors.partOfLine[0] === "magnitude";
  const lines = isPolar ? undefined : linesOfSlots(crystal, factors);
  const sums = isPolar ? sumPhases(crystal, factors) : undefined;

  if (sums !== undefined) {
    for (let property = 0; property < count; property++) {
      const from = starts[property] as number;
      const to = starts[property + 1] as number;
      const first = start + (indices[property] as number) * propertyStep;
      writePolar(sums, factors, crystal, slots, values, from, to, target, first, lineStep);
    }
    return;
  }
  if (lines === undefined) return;
  for (let property = 0; property < count; property++) {
    const from = starts[property] as number;
    const to = starts[property + 1] as number;
    const first = start + (indices[property] as number) * propertyStep;
    const value = values[from] as number;
    const line = (slots[from] as number) * lineCount;
    if (to === from + 1) {
      for (let index = 0, at = first; index < lineCount; index++, at += lineStep) {
        target[at] = value * (lines[line + index] as number);
      }
      continue;
    }
    if (to === from + 2) {
      const other = (slots[from + 1] as number) * lineCount;
      const otherValue = values[from + 1] as number;
      for (let index = 0, at = first; index < lineCount; index++, at += lineStep) {
        target[at] =
          value * (lines[line + index] as number) + otherValue * (lines[other + index] as number);
      }
      continue;
    }
    for (let index = 0, at = first; index < lineCount; index++, at += lineStep) {
      let total = value * (lines[line + index] as number);
      for (let share = from + 1; share < to; share++) {
        const slot = slots[share] as number;
        total += (values[share] as number) * (lines[slot * lineCount + index] as number);
      }
      target[at] = total;
    }
  }
}

/** Magnitudes and phases of one property. */
function writePolar(
  sums: Float64Array,
  { sums: planes, sumOfLine, signOfLine, partOfLine }: CompiledFactors,
  crystal: PreparedStructure,
  slots: Int32Array,
  values: Float64Array,
  from: number,
  to: number,
  target: Float32Array,
  first: number,
  lineStep: number,
): void {
  const stride = 2 * planes.count;
  for (let line = 0, at = first; line < partOfLine.length; line++, at += lineStep) {
    const sum = 2 * (sumOfLine[line] as number);
    let real = 0;
    let imaginary = 0;
    let size = 0;
    for (let share = from; share < to; share++) {
      const slot = (slots[share] as number) * stride + sum;
      const value = values[share] as number;
      real += value * (sums[slot] as number);
      imaginary += value * (signOfLine[line] as number) * (sums[slot + 1] as number);
      size += Math.abs(value);
    }
    const magnitude = Math.sqrt(real * real + imaginary * imaginary);
    // The phase of what is zero but for rounding would be noise.
    const isZero = magnitude <= 1e-9 * size * crystal.slotOfSite.length;
    if (partOfLine[line] === "magnitude") target[at] = magnitude;
    else target[at] = isZero ? 0 : Math.atan2(imaginary, real);
  }
}

/** The number of each line for each slot; what is left is a weighted sum over slots. */
function linesOfSlots(crystal: PreparedStructure, factors: CompiledFactors): Float64Array {
  const { partOfLine, sumOfLine, mixOfLine, indicesOfLine } = factors;
  const lineCount = partOfLine.length;
  const slotCount = crystal.slots.length;
  const needed = slotCount * lineCount;
  if (needed > linesOfAll.length) linesOfAll = new Float64Array(needed);
  const lines = linesOfAll;
  if (partOfLine[0] === "linear") {
    const positions = sumPositions(crystal);
    for (let slot = 0; slot < slotCount; slot++) {
      const x = positions[3 * slot] as number;
      const y = positions[3 * slot + 1] as number;
      const z = positions[3 * slot + 2] as number;
      for (let line = 0; line < lineCount; line++) {
        const h = indicesOfLine[3 * line] as number;
        const k = indicesOfLine[3 * line + 1] as number;
        const l = indicesOfLine[3 * line + 2] as number;
        lines[slot * lineCount + line] = Math.PI * (h * x + k * y + l * z);
      }
    }
    return lines;
  }
  const sums = sumPhases(crystal, factors);
  const stride = 2 * factors.sums.count;
  for (let slot = 0, to = 0; slot < slotCount; slot++) {
    const from = slot * stride;
    for (let line = 0; line < lineCount; line++, to++) {
      const at = from + 2 * (sumOfLine[line] as number);
      const real = (mixOfLine[2 * line] as number) * (sums[at] as number);
      // 0, never -0
      lines[to] = real + (mixOfLine[2 * line + 1] as number) * (sums[at + 1] as number) + 0;
    }
  }
  return lines;
}

// Kept from crystal to crystal: to allocate takes longer than to fill.
let indicesOfAll = new Int32Array(0);
let startsOfAll = new Int32Array(1);
let slotsOfAll = new Int32Array(0);
let valuesOfAll = new Float64Array(0);
let linesOfAll = new Float64Array(0);
let sumsOfAll = new Float64Array(0);
let powers = new Float64Array(0);

function shareProperties(elements: readonly string[], place: CompiledLayout): SharedProperties {
  const { holders } = place;
  const vectors: SparseVector[] = [];
  let total = 0;
  for (const element of elements) {
    const vector = place.vectorOf(element);
    vectors.push(vector);
    const own = vector.indices;
    total += own.length;
    for (const index of own) {
      holders[index] = (holders[index] as number) + 1;
    }
  }
  if (total > indicesOfAll.length) {
    indicesOfAll = new Int32Array(total);
    startsOfAll = new Int32Array(total + 1);
    slotsOfAll = new Int32Array(total);
    valuesOfAll = new Float64Array(total);
  }
  const indices = indicesOfAll;
  const starts = startsOfAll;
  const slots = slotsOfAll;
  const values = valuesOfAll;
  let count = 0;
  let end = 0;
  for (let first = 0; first < vectors.length; first++) {
    const own = (vectors[first] as SparseVector).indices;
    for (const index of own) {
      const sharing = holders[index] as number;
      if (sharing === 0) continue; // done with an earlier slot
      holders[index] = 0;
      indices[count] = index;
      for (let slot = first; slot < (sharing > 1 ? vectors.length : first + 1); slot++) {
        const value = (vectors[slot] as SparseVector).all[index] as number;
        if (value === 0) continue;
        slots[end] = slot;
        values[end++] = value;
      }
      starts[++count] = end;
    }
  }
  return { count, indices, starts, slots, values };
}

/** Σ exp(-2πi (hx + ky + lz)) for each slot and plane, real and imaginary part in turn. */
function sumPhases(crystal: PreparedStructure, { sums: planes }: CompiledFactors): Float64Array {
  const { slots, slotOfSite, positions } = crystal;
  const stride = 2 * planes.count;
  const needed = slots.length * stride;
  if (needed > sumsOfAll.length) sumsOfAll = new Float64Array(needed);
  if (powersLength(planes) > powers.length) powers = new Float64Array(powersLength(planes));
  const sums = sumsOfAll;
  sums.fill(0, 0, needed);
  for (let site = 0; site < slotOfSite.length; site++) {
    addPhases(positions, site, planes, powers, sums, (slotOfSite[site] as number) * stride);
  }
  return sums;
}

/** Σ (x, y, z) for each slot. */
function sumPositions({ slots, slotOfSite, positions }: PreparedStructure): Float64Array {
  const sums = new Float64Array(slots.length * 3);
  for (let site = 0; site < slotOfSite.length; site++) {
    const slot = 3 * (slotOfSite[site] as number);
    for (let axis = 0; axis < 3; axis++) {
      sums[slot + axis] = (sums[slot + axis] as number) + (positions[3 * site + axis] as number);
    }
  }
  return sums;
}
