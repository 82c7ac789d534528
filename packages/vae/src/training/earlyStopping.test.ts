import { describe, expect, it } from "@jest/globals";
import { EarlyStopping } from "./earlyStopping.ts";

describe("EarlyStopping", () => {
  it("stops after the patience without a lower loss, and gives the best weights back", () => {
    const weights = new Map([["w", Float32Array.of(0)]]);
    const w = weights.get("w") as Float32Array;
    const stopping = new EarlyStopping(2, weights);
    const losses = [3, 1, 2, 1];
    const stops = losses.map((loss, epoch) => {
      w[0] = loss * 10;
      return stopping.endEpoch(loss, epoch + 1);
    });
    expect(stops).toEqual([false, false, false, true]); // an equal loss is not lower
    stopping.restoreBest();
    expect(w[0]).toBe(10);
  });

  it("takes a loss that is not a number for no improvement", () => {
    const stopping = new EarlyStopping(1, new Map());
    expect(stopping.endEpoch(NaN, 1)).toBe(true);
  });

  it("goes on where it was when its state is restored", () => {
    const weights = new Map([["w", Float32Array.of(5)]]);
    const first = new EarlyStopping(2, weights);
    first.endEpoch(1, 1);
    const second = new EarlyStopping(2, new Map([["w", Float32Array.of(7)]]));
    second.slots.get("best/w")?.set(first.slots.get("best/w") ?? []);
    second.restore(JSON.parse(JSON.stringify(first.state)) as typeof first.state);
    expect(second.endEpoch(2, 2)).toBe(false);
    expect(second.endEpoch(2, 3)).toBe(true);
  });
});
