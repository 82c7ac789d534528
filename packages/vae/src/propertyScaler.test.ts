import { describe, expect, it } from "@jest/globals";
import { expectClose } from "@ftcp/testing";
import fc from "fast-check";
import { PropertyScaler } from "./propertyScaler.ts";

describe("PropertyScaler", () => {
  it("puts the training labels into [0.05, 0.95]", () => {
    const scaler = PropertyScaler.fit(["a", "b"], [-4, 10, 0, NaN, 4, 30]);
    expectClose(scaler.transform([-4, 10, 4, 30]), [0.05, 0.05, 0.95, 0.95], { rtol: 1e-6 });
    expect(scaler.transform([0, NaN])[1]).toBeNaN();
  });

  it("gives labels mean 0 and standard deviation 1 where asked to, however far from zero they lie", () => {
    const values = [1e6 + 1, NaN, 1e6 + 2, 1e6 + 6];
    const scaler = PropertyScaler.fit(["a"], values, { unit: "deviation" });
    const deviation = Math.sqrt(14 / 3);
    expectClose(
      Array.from(scaler.transform(values)).filter((x) => !Number.isNaN(x)),
      [-2, -1, 3].map((x) => x / deviation),
      { rtol: 1e-6 },
    );
    const constant = PropertyScaler.fit(["a"], [3, 3], { unit: "deviation" });
    expectClose(constant.inverse(constant.transform([3])), [3], { rtol: 1e-6 });
  });

  it("returns what it scaled, also through JSON and for logarithmic properties", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 9 }),
        (values) => {
          const fitted = PropertyScaler.fit(["p"], values, { logarithmic: ["p"] });
          const scaler = PropertyScaler.fromJSON(JSON.parse(JSON.stringify(fitted)));
          expectClose(scaler.inverse(scaler.transform(values)), values, { rtol: 1e-5, atol: 1e-5 });
        },
      ),
    );
  });

  it("refuses a property that nobody knows, a logarithm of zero and foreign JSON", () => {
    const missing = expect.objectContaining({ code: "VAE_MISSING_LABEL" });
    expect(() => PropertyScaler.fit(["p"], [NaN, NaN])).toThrow(missing);
    expect(() => PropertyScaler.fit(["p"], [1, 0], { logarithmic: ["p"] })).toThrow(missing);
    const fitted = PropertyScaler.fit(["p"], [1, 2]).toJSON();
    expect(() => PropertyScaler.fromJSON({ ...fitted, version: 2 })).toThrow(
      expect.objectContaining({ code: "VAE_MODEL_VERSION" }),
    );
    for (const json of [null, 1, {}, { ...fitted, low: [] }, { ...fitted, high: ["x"] }]) {
      expect(() => PropertyScaler.fromJSON(json)).toThrow(
        expect.objectContaining({ code: "VAE_MODEL_DAMAGED" }),
      );
    }
  });
});
