import { describe, expect, it } from "@jest/globals";
import { describeEngine } from "./describeEngine.ts";

describe("describeEngine", () => {
  it("names the engine, and every faster one with the reason why it is not taken", () => {
    const lines = describeEngine({
      ...{ kind: "started", engine: "tfjs-wasm", crystals: 1, validationCrystals: 0, epochs: 1 },
      ...{ step: 0, stepsPerEpoch: 1, totalSteps: 1 },
      passedOver: [{ engine: "onnxruntime-node", reason: "Cannot find\n package" }],
    });
    expect(lines).toEqual([
      "engine: tfjs-wasm",
      "engine onnxruntime-node not taken: Cannot find package",
    ]);
  });
});
