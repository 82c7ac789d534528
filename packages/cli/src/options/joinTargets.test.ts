import { describe, expect, it } from "@jest/globals";
import { joinTargets } from "./joinTargets.ts";

describe("joinTargets", () => {
  it("joins values that begin with a minus and a number, and those beside them", () => {
    expect(joinTargets(["design", "--target", "gap=1", "-1<x<-.5", "--count", "3"])).toEqual([
      ...["design", "--target=gap=1", "--target=-1<x<-.5", "--count", "3"],
    ]);
    expect(joinTargets(["--target", "-.5<x<1", "gap=1"])).toEqual([
      ...["--target=-.5<x<1", "--target=gap=1"],
    ]);
  });

  it.each([
    [["design", "--target", "gap=1", "x<-1", "--seed", "-1"]],
    [["--target", "--count", "3"]],
    [["--", "--target", "-1<x<0"]],
    [["--seed", "-1", "--target"]],
  ])("leaves %j as it is", (args) => {
    expect(joinTargets(args)).toEqual(args);
  });
});
