import { describe, expect, it } from "@jest/globals";
import { createLattice, createStructure, elements as periodicTable } from "@ftcp/crystal";
import { blockOf, createLayout, featurize, type FtcpTensor } from "@ftcp/featurize";
import { compareReconstruction } from "./compareReconstruction.ts";
import type { ReconstructionComparison } from "./reconstructionComparison.ts";

const structure = createStructure(
  createLattice({ a: 4, b: 5, c: 8, alpha: 90, beta: 100, gamma: 80 }),
  ["Na", "Cl"],
  [
    [0.01, 0.99, 0.05],
    [0.25, 0.0625, 0.5],
  ],
);
/** Without a class for "empty"; room for a third element and a third site. */
const layout = createLayout({ name: "reference", maxElements: 3, maxSites: 3 });
const truth = featurize(structure, layout);
const [elements, cell] = [blockOf(layout, "elements"), blockOf(layout, "cell")];
const coordinates = blockOf(layout, "coordinates");
const rowOfElement = (symbol: string): number =>
  elements.start + periodicTable.findIndex((element) => element.symbol === symbol);

/** What becomes of entries `[row, column]` after a decoder that is right but for these. */
function compare(
  changes: readonly (readonly [row: number, column: number, value: number])[],
  matches = false,
): ReconstructionComparison {
  const decoded: FtcpTensor = { data: truth.data.slice(), shape: truth.shape };
  for (const [row, column, value] of changes) decoded.data[row * layout.columns + column] = value;
  return compareReconstruction({ structure, truth, decoded }, layout, { matches });
}

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

describe("compareReconstruction", () => {
  it("finds no honest error in the truth, and the reference's errors are the numbers below 0.1", () => {
    const { honest, reference, ...whole } = compare([], true);
    expect(honest).toEqual({
      elements: [true, true],
      lengths: [0, 0, 0],
      angles: [0, 0, 0],
      coordinates: [0, 0, 0, 0, 0, 0],
    });
    expect(whole).toEqual({
      ...{ isDecoded: true, isRightFormula: true, isRightCount: true, isMatch: true },
    });
    expect(reference.elements).toEqual([true, true, true]);
    expect([...reference.lengths, ...reference.angles]).toEqual([0, 0, 0, 0, 0, 0]);
    // Of 0.01 0.99 0.05 and 0.25 0.0625 0.5 three are below 0.1.
    expect(reference.coordinates).toEqual([
      ...[Math.fround(0.01), 0, Math.fround(0.05)],
      ...[0, 0.0625, 0],
    ]);
  });

  it("takes 0.99 and 0.01 for 0.02 apart, and the reference for 0.99 and 0.98", () => {
    const { honest, reference } = compare([
      [coordinates.start, 0, 0.99], // 0.01 in truth
      [coordinates.start, 1, 0.01], // 0.99 in truth; the reference reads 0
    ]);
    expect(honest.coordinates[0]).toBeCloseTo(0.02, 6);
    expect(honest.coordinates[1]).toBeCloseTo(0.02, 6);
    expect(reference.coordinates[0]).toBeCloseTo(0.98, 6);
    expect(reference.coordinates[1]).toBeCloseTo(0.99, 6);
  });

  it("wraps coordinates that are off by more than a cell, either way", () => {
    const { honest, reference } = compare([
      [coordinates.start + 1, 0, 2.15], // 0.25 in truth: 1.9 away, 0.1 in the next cell but one
      [coordinates.start + 1, 2, -1.25], // 0.5 in truth: 1.75 away
    ]);
    expect(honest.coordinates[3]).toBeCloseTo(0.1, 6);
    expect(honest.coordinates[5]).toBeCloseTo(0.25, 6);
    expect(reference.coordinates[3]).toBeCloseTo(1.9, 6);
    expect(reference.coordinates[5]).toBeCloseTo(0.5, 6); // below 0.1: 0
  });

  it("counts an unused slot for the reference alone", () => {
    const { honest, reference } = compare([[rowOfElement("Fe"), 2, 0.3]]);
    expect(honest.elements).toEqual([true, true]);
    expect(reference.elements).toEqual([true, true, false]);
    // A layout may have a class for "empty" instead.
    const ownClass = createLayout({ maxElements: 3, maxSites: 3 });
    const tensor = featurize(structure, ownClass);
    const same = compareReconstruction({ structure, truth: tensor, decoded: tensor }, ownClass);
    expect(same.honest.elements).toEqual([true, true]);
    expect(same.reference.elements).toEqual([true, true, true]);
  });

  it("counts a wrong element in its slot and in the formula", () => {
    const { honest, reference, ...whole } = compare([[rowOfElement("K"), 0, 1.5]], true);
    expect(honest.elements).toEqual([false, true]);
    expect(reference.elements).toEqual([false, true, true]);
    expect(whole).toEqual({
      ...{ isDecoded: true, isRightFormula: false, isRightCount: true, isMatch: false },
    });
  });

  it("does not see elements below the reference's threshold", () => {
    // The right element wins by 0.09 against 0: honestly right, for the reference there is none.
    const { honest, reference } = compare([[rowOfElement("Na"), 0, 0.09]]);
    expect(honest.elements).toEqual([true, true]);
    expect(reference.elements).toEqual([false, true, true]);
  });

  it("gives lengths and angles as fractions of the right ones", () => {
    const { honest, reference } = compare([
      [cell.start, 0, 5],
      [cell.start + 1, 1, 95],
    ]);
    expect(honest.lengths).toEqual([0.25, 0, 0]);
    expect(honest.angles).toEqual([0, 0.05, 0]);
    expect(sum(reference.lengths)).toBeCloseTo(0.25, 9);
    expect(sum(reference.angles)).toBeCloseTo(0.05, 9);
  });

  it("says when nothing is decoded, and is not asked for a match unless told", () => {
    const zeros: FtcpTensor = { data: new Float32Array(truth.data.length), shape: truth.shape };
    const { honest, reference, ...whole } = compareReconstruction(
      { structure, truth, decoded: zeros },
      layout,
    );
    expect(whole).toEqual({ isDecoded: false, isRightFormula: false, isRightCount: false });
    expect(honest.elements).toEqual([false, false]);
    expect(reference.lengths).toEqual(honest.lengths.map((error) => expect.closeTo(error, 9)));
  });
});
