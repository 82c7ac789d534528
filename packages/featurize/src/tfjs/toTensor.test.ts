import { describe, expect, it } from "@jest/globals";
import { useTestBackend } from "@ftcp/testing";

import { rockSalt } from "../../test/structures.ts";
import { createLayout } from "../layout/createLayout.ts";
import { featurize } from "../tensor/featurize.ts";
import { toTensor } from "./toTensor.ts";

useTestBackend();

describe("toTensor", () => {
  it("gives the same numbers in the same shape, to be disposed by the caller", () => {
    const tensor = featurize(rockSalt, createLayout());
    const x = toTensor(tensor);
    expect(x.shape).toEqual([1, 304, 92]);
    expect(x.dtype).toBe("float32");
    expect(x.dataSync()).toEqual(tensor.data);
    x.dispose();
  });
});
