import { describe, expect, it } from "@jest/globals";
import { fitsRequest } from "./fitsRequest.ts";

describe("fitsRequest", () => {
  it("judges the elements of a formula and their number", () => {
    expect(fitsRequest("SrTiO3", {})).toBe(true);
    const composition = { required: ["O"], excluded: ["Pb"], allowed: ["Sr", "Ti", "O"] };
    expect(fitsRequest("SrTiO3", { composition })).toBe(true);
    expect(fitsRequest("BaTiO3", { composition })).toBe(false);
    expect(fitsRequest("SrTiO3", { elementCount: { min: 2, max: 3 } })).toBe(true);
    expect(fitsRequest("SrTiO3", { elementCount: { min: 4, max: 4 } })).toBe(false);
  });

  it.each([
    [1, 4, false], // five atoms in the smallest cell
    [5, 5, true],
    [6, 9, false], // neither one formula unit nor two
    [6, 10, true],
    [1, Infinity, true],
  ])("knows whether whole formula units of SrTiO3 have from %d to %d sites", (min, max, fits) => {
    expect(fitsRequest("SrTiO3", { siteCount: { min, max } })).toBe(fits);
  });
});
