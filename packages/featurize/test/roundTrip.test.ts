import { createLayout } from "@ftcp/featurize";
import { describe, expect, it } from "@jest/globals";
import { sharedData } from "@ftcp/testing";

import { findRoundTripFailure } from "./findRoundTripFailure.ts";
import { sharedCrystals } from "./sharedCrystals.ts";

const shared = sharedData();
const describeShared = shared === undefined ? describe.skip : describe;

describeShared("round trip over every 150th crystal of the dataset (needs ../shared)", () => {
  it("gives composition, cell and coordinates back in both layouts", async () => {
    const layouts = (["paper", "ftcp"] as const).map((name) =>
      createLayout({ name, maxElements: 4, maxSites: 40 }),
    );
    const failures: string[] = [];
    let count = 0;
    for await (const { id, structure } of sharedCrystals(shared ?? "", 4, 40, 150)) {
      for (const layout of layouts) {
        const failure = findRoundTripFailure(structure, layout);
        if (failure !== undefined) failures.push(`${id}, ${layout.name}: ${failure}`);
      }
      count++;
    }
    expect(failures).toEqual([]);
    expect(count).toBeGreaterThan(250);
  }, 60_000);
});
