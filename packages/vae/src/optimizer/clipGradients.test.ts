import { describe, expect, it } from "@jest/globals";
import { expectClose } from "@ftcp/testing";
import { clipGradients } from "./clipGradients.ts";

describe("clipGradients", () => {
  it("scales all gradients by one factor down to the limit", () => {
    const gradients = new Map([
      ["a", Float32Array.of(3)],
      ["b", Float32Array.of(0, 4)],
    ]);
    expect(clipGradients(gradients, 10)).toBe(5);
    expect(gradients.get("b")).toEqual(Float32Array.of(0, 4));
    expect(clipGradients(gradients, 1)).toBe(5);
    expectClose(
      [...gradients.values()].flatMap((values) => [...values]),
      [0.6, 0, 0.8],
      {
        rtol: 1e-6,
      },
    );
  });
});
