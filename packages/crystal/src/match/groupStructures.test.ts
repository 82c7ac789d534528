import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { anyDisguise, disguise } from "../../test/arbitraries.ts";
import { textbook, textbookCrystals, toStructure } from "../../test/fixtures.ts";
import { createLattice } from "../lattice/createLattice.ts";
import { createStructure } from "../structure/createStructure.ts";
import { createStructureMatcher } from "./createStructureMatcher.ts";
import { groupStructures } from "./groupStructures.ts";

describe("groupStructures", () => {
  it("puts together what is the same crystal, in the order of first appearance", () => {
    const copper = textbook("copper");
    const quartz = textbook("right quartz SiO2");
    expect(groupStructures([quartz, copper, textbook("copper, primitive"), quartz])).toEqual([
      [0, 3],
      [1, 2],
    ]);
    expect(groupStructures([])).toEqual([]);
  });

  it("does not depend on the order of the structures", () => {
    const small = textbookCrystals.filter(({ elements }) => elements.length <= 6);
    const anySelection = fc.array(fc.tuple(fc.constantFrom(...small), anyDisguise), {
      minLength: 2,
      maxLength: 8,
    });
    fc.assert(
      fc.property(anySelection, (selection) => {
        const structures = selection.map(([crystal, how]) => disguise(toStructure(crystal), how));
        const last = structures.length - 1;
        const forwards = groupStructures(structures);
        const backwards = groupStructures(structures.toReversed()).map((group) =>
          group.map((index) => last - index).toReversed(),
        );
        expect(new Set(backwards.map(String))).toEqual(new Set(forwards.map(String)));
      }),
      { numRuns: 20 },
    );
  });

  it("joins a chain of crystals each of which matches the next", () => {
    const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
    const chain = [0.5, 0.56, 0.62].map((x) =>
      createStructure(
        lattice,
        ["Cs", "Cl"],
        [
          [0, 0, 0],
          [x, 0.5, 0.5],
        ],
      ),
    );
    const matcher = createStructureMatcher({ siteTolerance: 0.05 });
    const [first, second, third] = chain;
    if (first === undefined || second === undefined || third === undefined) throw new Error();
    expect(matcher.compare(first, second)).toBe(true);
    expect(matcher.compare(second, third)).toBe(true);
    expect(matcher.compare(first, third)).toBe(false);
    for (const order of [
      [first, second, third],
      [first, third, second],
      [third, second, first],
    ]) {
      expect(matcher.group(order)).toEqual([[0, 1, 2]]);
    }
  });
});
