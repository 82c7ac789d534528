import { describe, expect, it } from "@jest/globals";
import { createRun } from "../../test/createRun.ts";
import { summarizeRuns } from "./summarizeRuns.ts";

describe("summarizeRuns", () => {
  it("has the mean and the deviation of the sample, over one run less than there are", () => {
    const runs = [2, 4, 4, 4, 5, 5, 7, 9].map((mae) => createRun({ metrics: { mae } }));
    expect(summarizeRuns(runs)).toEqual({
      mae: { mean: 5, deviation: expect.closeTo(Math.sqrt(32 / 7), 12) },
    });
  });

  it("has no deviation of one run, and nothing of none", () => {
    const run = createRun({ metrics: { mae: 0.25, share: 1 } });
    expect(summarizeRuns([run])).toEqual({
      ...{ mae: { mean: 0.25, deviation: null }, share: { mean: 1, deviation: null } },
    });
    expect(summarizeRuns([])).toEqual({});
  });
});
