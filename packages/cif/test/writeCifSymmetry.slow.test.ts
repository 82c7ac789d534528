import { gunzipSync } from "node:zlib";
import { readFileSync } from "node:fs";

import { parseCif, parseCifBlocks, writeCif } from "@ftcp/cif";
import { compareStructures, settingOperations, spaceGroupSettings } from "@ftcp/crystal";
import { loadSymmetryFinder } from "@ftcp/crystal/node";
import { sharedData } from "@ftcp/testing";
import { describe, expect, it } from "@jest/globals";

import { expectWrittenBySetting } from "./writtenBySetting.ts";

const shared = sharedData();
const describeShared = shared === undefined ? describe.skip : describe;

describe("writeCif by symmetry", () => {
  it("is undone by parseCif in each of the 530 settings", () => {
    for (const setting of spaceGroupSettings) expectWrittenBySetting(setting);
  }, 300_000);
});

describeShared("every tenth crystal of the dataset (needs ../shared)", () => {
  const path = `${shared ?? ""}/crystals.jsonl.gz`;
  const rows = (): { material_id: string; cif: string }[] =>
    gunzipSync(readFileSync(path))
      .toString()
      .split("\n")
      .filter((line, index) => line !== "" && index % 10 === 0)
      .map((line) => JSON.parse(line) as { material_id: string; cif: string });

  it("is the same crystal when it was symmetrized, written and read", async () => {
    const finder = await loadSymmetryFinder();
    const wrong: string[] = [];
    const crystals = rows();
    for (const { material_id: id, cif } of crystals) {
      const structure = parseCif(cif);
      const symmetry = finder.find(structure);
      const { conventional, setting, tolerance } = symmetry;
      const own = writeCif(structure, { symmetry });
      const standard = writeCif(conventional, {
        symmetry: { operations: settingOperations(setting), tolerance },
      });
      for (const [text, count] of [
        [own, structure.sites.length],
        [standard, conventional.sites.length],
      ] as const) {
        const { blocks, diagnostics } = parseCifBlocks(text);
        const read = blocks[0]?.structure;
        const isSame =
          read?.ok === true &&
          read.value.sites.length === count &&
          compareStructures(read.value, structure);
        if (!isSame || diagnostics.length > 0) wrong.push(id);
      }
      // The conventional cell has a name in the tables.
      if (!standard.includes(`_space_group_IT_number            ${symmetry.number}\n`))
        wrong.push(id);
    }
    expect(crystals.length).toBeGreaterThan(5000);
    expect(wrong).toEqual([]);
  }, 900_000);
});
