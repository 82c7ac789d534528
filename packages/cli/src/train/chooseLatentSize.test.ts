import { describe, expect, it } from "@jest/globals";
import { createLayout } from "@ftcp/featurize";
import { chooseLatentSize } from "./chooseLatentSize.ts";

describe("chooseLatentSize", () => {
  it("makes room for the linear path of larger layouts", () => {
    // 3 · 24 + 6 · 20 + 6 + 7 = 205 fit into 256; 4 · 24 + 6 · 40 + 6 + 9 = 351 do not.
    expect(chooseLatentSize(createLayout(), {}, undefined)).toBe(256);
    const large = createLayout({ maxElements: 4, maxSites: 40 });
    expect(chooseLatentSize(large, {}, undefined)).toBe(352);
    expect(() => chooseLatentSize(large, {}, 350)).toThrow(
      expect.objectContaining({ code: "CLI_USAGE" }),
    );
    expect(chooseLatentSize(large, { linearPath: false }, 8)).toBe(8);
  });
});
