import { createLayout } from "@ftcp/featurize";
import { describe, expect, it } from "@jest/globals";
import { sharedData } from "@ftcp/testing";

import { findRoundTripFailure } from "./findRoundTripFailure.ts";
import { sharedCrystals } from "./sharedCrystals.ts";

const shared = sharedData();
const describeShared = shared === undefined ? describe.skip : describe;

describeShared("round trip over the whole dataset (needs ../shared)", () => {
  it.each([
    { name: "paper" as const, maxElements: 3, maxSites: 20 },
    { name: "ftcp" as const, maxElements: 3, maxSites: 20 },
    { name: "paper" as const, maxElements: 4, maxSites: 40 },
    { name: "ftcp" as const, maxElements: 4, maxSites: 40 },
    // Without what the reference changes in the crystal, and without planes that a small cell lacks.
    {
      name: "reference" as const,
      ...{ maxElements: 4, maxSites: 40, siteOrder: "given" as const, snapThirds: false },
      blocks: "real" as const,
    },
  ])(
    "gives all crystals that fit back: %j",
    async (options) => {
      const layout = createLayout(options);
      const failures: string[] = [];
      let count = 0;
      const { maxElements, maxSites } = options;
      for await (const { id, structure } of sharedCrystals(shared ?? "", maxElements, maxSites)) {
        const failure = findRoundTripFailure(structure, layout);
        if (failure !== undefined) failures.push(`${id}: ${failure}`);
        count++;
      }
      expect(failures).toEqual([]);
      expect(count).toBeGreaterThan(20_000);
    },
    1_200_000,
  );
});
