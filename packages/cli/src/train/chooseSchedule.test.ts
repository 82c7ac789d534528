import { describe, expect, it } from "@jest/globals";
import { chooseSchedule } from "./chooseSchedule.ts";

describe("chooseSchedule", () => {
  it.each([
    [{}, undefined],
    [{ schedule: "constant" }, { kind: "constant" }],
    [{ warmUpSteps: 10 }, { kind: "cosine", warmUpSteps: 10 }],
    [
      { schedule: "step", decayEvery: 5, decayFactor: 0.1 },
      { kind: "step", every: 5, factor: 0.1 },
    ],
    [
      { schedule: "plateau", decayPatience: 2 },
      { kind: "plateau", patience: 2 },
    ],
    [{ schedule: "reference" }, { kind: "reference" }],
  ] as const)("makes of %j the schedule %j", (options, schedule) => {
    expect(chooseSchedule(options)).toEqual(schedule);
  });

  it.each([
    { decayEvery: 5 },
    { schedule: "constant", decayFactor: 0.5 },
    { schedule: "step", decayPatience: 3 },
    { schedule: "plateau", warmUpSteps: 3 },
  ] as const)("refuses %j, which would have no effect", (options) => {
    expect(() => chooseSchedule(options)).toThrow(expect.objectContaining({ code: "CLI_USAGE" }));
  });
});
