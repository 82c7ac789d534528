import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { VaeError } from "../vaeError.ts";
import { decodeSafetensors } from "./decodeSafetensors.ts";
import { encodeSafetensors } from "./encodeSafetensors.ts";

const example = () =>
  encodeSafetensors(
    [
      { name: "a", shape: [2, 3], data: Float32Array.of(1, -2, 3.5, 0, 1e-20, 7) },
      { name: "b", shape: [], data: Float32Array.of(0.25) },
    ],
    { note: "grüße" },
  );

describe("safetensors", () => {
  it("returns what was written, bit for bit in float32", () => {
    fc.assert(
      fc.property(fc.float32Array({ maxLength: 50 }), (data) => {
        const bytes = encodeSafetensors([{ name: "x", shape: [data.length], data }], {});
        expect(decodeSafetensors(bytes).tensors.get("x")?.data).toEqual(data);
      }),
    );
    const { tensors, metadata } = decodeSafetensors(example());
    expect(metadata).toEqual({ note: "grüße" });
    expect(tensors.get("a")?.shape).toEqual([2, 3]);
    expect(tensors.get("b")?.data).toEqual(Float32Array.of(0.25));
  });

  it("keeps eleven significant bits in float16", () => {
    const data = Float32Array.of(1 / 3, -1234.5, 0, 6.1e-5);
    const bytes = encodeSafetensors([{ name: "x", shape: [4], data, stored: "F16" }], {});
    const read = decodeSafetensors(bytes).tensors.get("x")?.data ?? new Float32Array();
    data.forEach((value, i) => {
      expect(Math.abs((read[i] ?? NaN) - value)).toBeLessThanOrEqual(Math.abs(value) * 2 ** -11);
    });
  });

  it("keeps whole numbers from -127 to 127 in int8, beside tensors of other types", () => {
    const whole = Float32Array.of(-127, 0, 5, 127, 1);
    const bytes = encodeSafetensors(
      [
        { name: "i", shape: [5], data: whole, stored: "I8" },
        { name: "f", shape: [1], data: Float32Array.of(0.1) },
      ],
      {},
    );
    const { tensors } = decodeSafetensors(bytes);
    expect([...tensors.keys()]).toEqual(["f", "i"]); // wide ones first, so that all lie aligned
    expect(tensors.get("i")).toEqual({ name: "i", shape: [5], data: whole, stored: "I8" });
    expect(tensors.get("f")?.data).toEqual(Float32Array.of(0.1));
  });

  it("lays the file out as the format says", () => {
    const bytes = example();
    const view = new DataView(bytes.buffer);
    const headerLength = Number(view.getBigUint64(0, true));
    expect(headerLength % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength))) as {
      b: unknown;
    };
    expect(header.b).toEqual({ dtype: "F32", shape: [], data_offsets: [24, 28] });
    expect(view.getFloat32(8 + headerLength + 4, true)).toBe(-2);
  });

  it("answers damage with VAE_MODEL_DAMAGED and nothing else", () => {
    const good = example();
    fc.assert(
      fc.property(
        fc.nat(good.length - 1),
        fc.integer({ min: 0, max: 255 }),
        fc.boolean(),
        (at, value, cut) => {
          const bytes = cut ? good.slice(0, at) : Uint8Array.from(good);
          if (!cut) bytes[at] = value;
          try {
            decodeSafetensors(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(VaeError);
            expect((error as VaeError).code).toBe("VAE_MODEL_DAMAGED");
          }
        },
      ),
      { numRuns: 2000 },
    );
    expect(() => decodeSafetensors(good.slice(0, good.length - 1))).toThrow(
      expect.objectContaining({ code: "VAE_MODEL_DAMAGED" }),
    );
  });
});
