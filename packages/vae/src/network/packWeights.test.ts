import { describe, expect, it } from "@jest/globals";
import { createRandom } from "@ftcp/random";
import { packWeights } from "./packWeights.ts";
import { unpackWeights } from "./unpackWeights.ts";

const random = createRandom(1);
const tensor = (name: string, rows: number, columns: number) => ({
  name,
  shape: [rows, columns],
  data: Float32Array.from(
    { length: rows * columns },
    (_, i) => random.normal() * ((i % columns) + 1),
  ),
});
const weights = [
  tensor("encoder.hidden0/kernel", 300, 256),
  tensor("encoder.linear/kernel", 300, 256),
  tensor("regression.g0/kernel", 8, 4),
];
const byName = (packed: ReturnType<typeof packWeights>) =>
  new Map(packed.map((each) => [each.name, each]));

describe("packWeights", () => {
  it("stores only the large kernels beside the linear path as int8", () => {
    const packed = byName(packWeights(weights, "int8"));
    expect([...packed].map(([name, { stored }]) => [name, stored])).toEqual([
      ["encoder.hidden0/kernel", "I8"],
      ["encoder.hidden0/kernel.scale", undefined],
      ["encoder.linear/kernel", "F16"],
      ["regression.g0/kernel", "F16"],
    ]);
    expect(byName(packWeights(weights, "float32"))).toEqual(byName(weights));
  });

  it("is undone by unpackWeights to half a step of each column", () => {
    const restored = unpackWeights(byName(packWeights(weights, "int8")));
    expect([...restored.keys()]).toEqual(weights.map(({ name }) => name));
    const [original] = weights;
    const data = restored.get("encoder.hidden0/kernel")?.data ?? new Float32Array();
    for (let column = 0; column < 256; column++) {
      const values = original?.data.filter((_, i) => i % 256 === column) ?? new Float32Array();
      const step = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127;
      values.forEach((value, row) => {
        const error = Math.abs((data[row * 256 + column] ?? NaN) - value);
        expect(error <= 0.5001 * step).toBe(true);
      });
    }
  });

  it("refuses an int8 tensor without its scale", () => {
    const packed = byName(packWeights(weights, "int8"));
    packed.delete("encoder.hidden0/kernel.scale");
    expect(() => unpackWeights(packed)).toThrow(
      expect.objectContaining({ code: "VAE_MODEL_DAMAGED" }),
    );
  });
});
