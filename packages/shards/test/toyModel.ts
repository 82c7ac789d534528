import { LatentIndex, type DesignModel } from "@ftcp/sampling";
import { rockSalt } from "./crystals.ts";

const cations = ["Na", "K", "Li", "Rb"];

/** Decodes a latent to a rock salt whose size is the first number; some give errors or bad crystals. */
export const toyModel: DesignModel = {
  latentSize: 3,
  properties: ["band_gap"],
  decode: ({ data, shape: [count] }) =>
    Promise.resolve(
      Array.from({ length: count }, (_, i) => {
        const [x = 0, y = 0] = data.subarray(3 * i);
        if (y > 1.5) {
          const error = Object.assign(new Error("too far"), { code: "TOY_DECODE_FAILED" });
          return { ok: false, error };
        }
        const cation = cations[Math.abs(Math.round(3 * x)) % 4] ?? "Na";
        return { ok: true, value: rockSalt(y < -1 ? 0.3 : 5 + 0.1 * x, cation, "Cl") };
      }),
    ),
  // Depends on the place in the batch, as rounding does on real engines: cutting must not move samples.
  predict: ({ data, shape: [count] }) =>
    Promise.resolve(
      Float32Array.from({ length: count }, (_, i) => (data[3 * i + 2] ?? 0) + 1e-6 * i),
    ),
};

/** A few known crystals of the toy model. */
export const toyIndex = new LatentIndex({
  ids: ["a", "b", "c"],
  formulas: ["NaCl", "KCl", "MgO"],
  propertyNames: ["band_gap"],
  properties: new Float32Array([5, 4, 7]),
  latents: { data: new Float32Array([0, 0, 1, 1, 0.5, -1, -1, -0.5, 0]), shape: [3, 3] },
  attribution: "",
});
