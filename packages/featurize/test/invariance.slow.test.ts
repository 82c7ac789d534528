import { createLayout, featurize } from "@ftcp/featurize";
import { describe, expect, it } from "@jest/globals";
import { sharedData } from "@ftcp/testing";

import { redescribe } from "./redescribe.ts";
import { sharedCrystals } from "./sharedCrystals.ts";

const shared = sharedData();
const describeShared = shared === undefined ? describe.skip : describe;

describeShared("layout ftcp over all ternaries of the dataset (needs ../shared)", () => {
  it("is the same, to 1e-4, for another order of sites, origin and cell: all but 2 in 1000", async () => {
    const layout = createLayout();
    let state = 1;
    const random = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0; // the same in every run
      return (state >>> 0) / 2 ** 32;
    };
    const different: string[] = [];
    let count = 0;
    for await (const { id, structure } of sharedCrystals(shared ?? "", 3, 20)) {
      if (new Set(structure.sites.map(({ species }) => species[0]?.element)).size !== 3) continue;
      const one = featurize(structure, layout).data;
      const two = featurize(redescribe(structure, random), layout).data;
      if (one.some((value, at) => !(Math.abs(value - (two[at] ?? Number.NaN)) < 1e-4))) {
        different.push(id);
      }
      count++;
    }
    expect(count).toBe(18_753);
    expect({ different, few: different.length <= count / 500 }).toEqual({ different, few: true });
  }, 1_200_000);
});
