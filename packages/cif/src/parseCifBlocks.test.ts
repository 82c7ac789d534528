import { describe, expect, it } from "@jest/globals";

import { cifText } from "../test/cifText.ts";
import { parseCifBlocks } from "./parseCifBlocks.ts";

const salt = cifText({ atoms: "Na1 Na 0 0 0 1" });
const broken = cifText({ atoms: "Na1 Na 0 0 zero 1" });

describe("parseCifBlocks", () => {
  it("reads every block, and one at fault does not touch the others", () => {
    const text = [salt, "data_b\n_audit x\n", broken, salt]
      .map((block, index) => block.replace("data_test", `data_${index}`))
      .join("");
    const { blocks, diagnostics } = parseCifBlocks(text);
    expect(blocks.map(({ name }) => name)).toEqual(["0", "b", "2", "3"]);
    expect(blocks.map(({ structure }) => structure?.ok)).toEqual([true, undefined, false, true]);
    expect(blocks.map(({ symmetryOperations }) => symmetryOperations)).toEqual([1, 0, 0, 1]);
    const [, , failed] = blocks;
    expect(failed?.structure).toMatchObject({
      ok: false,
      error: { code: "CIF_INVALID_NUMBER", block: "2" },
    });
    expect(diagnostics).toEqual([
      expect.objectContaining({ severity: "error", code: "CIF_INVALID_NUMBER", column: 12 }),
    ]);
  });

  it("counts the operators that were applied", () => {
    const symmetry = "loop_ _symmetry_equiv_pos_as_xyz x,y,z -x,-y,-z x,y,z+1";
    const { blocks } = parseCifBlocks(cifText({ symmetry, atoms: "Na1 Na .1 0 0 1" }));
    expect(blocks[0]?.symmetryOperations).toBe(2);
  });
});
