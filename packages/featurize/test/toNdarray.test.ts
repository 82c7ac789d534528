import { createLayout, featurize, toNdarray } from "@ftcp/featurize";
import { describe, expect, it } from "@jest/globals";

import { rockSalt } from "./structures.ts";

describe("toNdarray", () => {
  it("is a view: no copy, same numbers", () => {
    const tensor = featurize(rockSalt, createLayout());
    const view = toNdarray(tensor);
    expect(view.data).toBe(tensor.data);
    expect(view.shape).toEqual([1, 304, 92]);
    expect(view.get(0, 105, 1)).toBe(tensor.data[105 * 92 + 1]);
  });
});
