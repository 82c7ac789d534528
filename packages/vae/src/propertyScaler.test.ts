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
