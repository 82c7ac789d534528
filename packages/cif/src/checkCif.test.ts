import { describe, expect, it } from "@jest/globals";

import { cifText } from "../test/cifText.ts";
import { checkCif } from "./checkCif.ts";

describe("checkCif", () => {
  it("summarises a good file as plain JSON", () => {
    const check = checkCif(cifText({ atoms: "Na1 Na 0 0 0 1\nCl1 Cl .5 .5 .5 1" }));
    expect(JSON.parse(JSON.stringify(check))).toEqual(check);
    expect(check).toEqual({
      ok: true,
      blocks: [
        {
          name: "test",
          structure: {
            sites: 2,
            formula: "NaCl",
            volume: 64,
            a: 4,
            b: 4,
            c: 4,
            alpha: 90,
            beta: 90,
            gamma: 90,
            symmetryOperations: 1,
            symmetrySource: "operators",
            spaceGroup: { number: 1, hermannMauguin: "P 1", hall: "P 1", choice: "" },
          },
        },
      ],
      diagnostics: [],
    });
  });

  it("says by which symmetry a crystal was made, and where it was taken from", () => {
    const summary = (symmetry: string): unknown =>
      checkCif(cifText({ symmetry, atoms: "C1 C 0.125 0.125 0.125 1" })).blocks[0]?.structure;
    expect(summary("_space_group_name_H-M_alt 'F d -3 m'")).toMatchObject({
      sites: 8,
      symmetryOperations: 192,
      symmetrySource: "hermannMauguin",
      spaceGroup: { number: 227, hermannMauguin: "F d -3 m", hall: "-F 4vw 2vw 3", choice: "2" },
    });
    expect(summary("_space_group_name_Hall 'F 4d 2 3 -1d'")).toMatchObject({
      sites: 16,
      symmetrySource: "hall",
      spaceGroup: { choice: "1" },
    });
    expect(summary("")).toMatchObject({ symmetrySource: "assumed", symmetryOperations: 1 });
    // A translation by a third is in no setting of the tables.
    expect(
      summary("loop_ _symmetry_equiv_pos_as_xyz x,y,z x+1/3,y,z x+2/3,y,z"),
    ).not.toHaveProperty("spaceGroup");
  });

  it("is not ok with a block at fault, but tells of the others", () => {
    const good = cifText({ atoms: "Na1 Na 0 0 0 1" });
    const bad = cifText({ symmetry: "_space_group_IT_number 325", atoms: "Na1 Na 0 0 0 1" });
    const check = checkCif(good + bad.replace("data_test", "data_bad"));
    expect(check.ok).toBe(false);
    expect(check.blocks.map(({ structure }) => structure?.sites)).toEqual([1, undefined]);
    expect(check.diagnostics).toEqual([
      {
        severity: "error",
        code: "CIF_SYMMETRY_OPERATORS_MISSING",
        message: expect.stringContaining("325") as unknown as string,
        line: 26,
        column: 24,
      },
    ]);
  });

  it("is ok with warnings", () => {
    const check = checkCif(cifText({ atoms: "Na1 Na 0 0 0 1\nX1 . 0 0 0.5 1" }));
    expect(check.ok).toBe(true);
    expect(check.diagnostics).toEqual([
      expect.objectContaining({ severity: "warning", code: "CIF_DUMMY_SITE" }),
    ]);
  });

  it.each(["", "not a CIF", "data_x\n_a 1"])("says that %j has no crystal", (text) => {
    const check = checkCif(text);
    expect(check.ok).toBe(false);
    expect(check.diagnostics).toContainEqual(
      expect.objectContaining({ severity: "error", code: "CIF_NO_STRUCTURE" }),
    );
  });

  it("puts what others throw among the diagnostics", () => {
    expect(checkCif("data_x\n_a", { mode: "strict" })).toMatchObject({
      ok: false,
      diagnostics: [{ severity: "error", code: "CIF_MISSING_VALUE", line: 2, column: 1 }],
    });
    expect(checkCif("data_x", { maxLength: 3 }).diagnostics[0]?.code).toBe("CIF_TOO_LONG");
  });
});
