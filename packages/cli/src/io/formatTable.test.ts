import { describe, expect, it } from "@jest/globals";
import { formatTable } from "./formatTable.ts";

describe("formatTable", () => {
  it("aligns words to the left and numbers to the right", () => {
    const table = formatTable(
      ["id", "gap", "share"],
      [
        ["silicon", "1.12", "9 %"],
        ["a", "-10.5", "100 %"],
      ],
    );
    expect(table).toEqual([
      "id         gap  share",
      "silicon   1.12    9 %",
      "a        -10.5  100 %",
    ]);
  });
});
