import { readFileSync } from "node:fs";

import { sharedData } from "@ftcp/testing";
import { describe, expect, it } from "@jest/globals";

import { compareTorture } from "./compareTorture.ts";
import type { TortureResult } from "./compareTorture.ts";
import { reasonOf, tortureReasons } from "./tortureReasons.ts";

const folder = sharedData();
const describeShared = folder === undefined ? describe.skip : describe;

describeShared("the torture files (needs ../shared)", () => {
  let known: TortureResult | undefined;
  const result = (): TortureResult => (known ??= compareTorture(folder ?? ""));

  function shareOf(confidence: string): { readonly share: number; readonly count: number } {
    const rows = result().comparisons.filter((each) => each.confidence === confidence);
    const same = rows.filter(({ outcome }) => outcome === "same");
    return { share: same.length / rows.length, count: rows.length };
  }

  it("all end in a crystal or a typed error within a second each", () => {
    expect(result().files).toBe(2125);
    expect(result().crashes).toEqual([]);
    const { slowest, slowestPath } = result();
    expect(slowest < 1000 ? "" : `${slowestPath}: ${slowest} ms`).toBe("");
  }, 120_000);

  it("agree with the oracles where their confidence is high, and nearly always where it is medium", () => {
    const high = shareOf("high");
    const medium = shareOf("medium");
    expect(high.count).toBe(1513);
    expect(high.share).toBeGreaterThanOrEqual(0.998);
    expect(medium.count).toBe(150);
    expect(medium.share).toBeGreaterThanOrEqual(0.97);
  });

  it("have a reason that is written down wherever we differ or nobody agrees", () => {
    const report = readFileSync(new URL("../../../docs/torture.md", import.meta.url), "utf8");
    const unexplained = result()
      .comparisons.filter(({ outcome }) => outcome !== "same")
      .filter((each) => {
        const reason = reasonOf(each);
        const file = each.path.replace(/^torture\//u, "");
        return (
          reason === undefined ||
          tortureReasons[reason] === undefined ||
          !report.includes(`\`${file}\`, ${each.blockIndex} `)
        );
      });
    expect(unexplained.map(({ path }) => path)).toEqual([]);
  });

  it("are read as the formula or cif_fillcell favours, but for one whose right answer is another", () => {
    const unlikely = result().comparisons.filter(({ isLikely }) => isLikely === false);
    expect(unlikely.map(({ path }) => path)).toEqual(["torture/handwritten/label_only_CA.cif"]);
  });

  it("that were made from crystals of the Materials Project give these crystals", () => {
    const { p1Checks } = result();
    expect(p1Checks.length).toBeGreaterThan(90);
    expect(p1Checks.filter(({ isSame }) => !isSame)).toEqual([]);
  });
});
