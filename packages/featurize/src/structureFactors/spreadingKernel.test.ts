import { describe, expect, it } from "@jest/globals";

import {
  griddedErrorBound,
  kernelOfWidth,
  kernelTransform,
  kernelValue,
  spreadingKernel,
  widestKernel,
} from "./spreadingKernel.ts";

const widths = Array.from({ length: 14 }, (_, index) => index + 3);

describe("spreadingKernel", () => {
  it.each(widths)("of width %i approximates phases as well as its table says", (width) => {
    const kernel = kernelOfWidth(width);
    let largest = 0;
    for (let frequency = 0; frequency <= 0.25; frequency += 1 / 96) {
      const scale = (width / 2) * kernelTransform(kernel, Math.PI * width * frequency);
      for (let offset = 0; offset < 1; offset += 1 / 40) {
        let re = 0;
        let im = 0;
        for (let point = -20; point <= 20; point++) {
          const distance = point - offset;
          const value = kernelValue(kernel, (2 * distance) / width);
          re += value * Math.cos(2 * Math.PI * frequency * distance);
          im += value * Math.sin(2 * Math.PI * frequency * distance);
        }
        largest = Math.max(largest, Math.hypot(re / scale - 1, im / scale));
      }
    }
    expect(largest).toBeLessThanOrEqual(kernel.aliasing);
    expect(largest).toBeGreaterThan(kernel.aliasing / 4);
  });

  it("is the narrowest that meets the tolerance", () => {
    for (const tolerance of [1e-1, 1e-3, 1e-6, 1e-9, 1e-12]) {
      const kernel = spreadingKernel(tolerance) ?? widestKernel;
      expect(griddedErrorBound(kernel)).toBeLessThanOrEqual(tolerance);
      if (kernel.width > 3) {
        expect(griddedErrorBound(kernelOfWidth(kernel.width - 1))).toBeGreaterThan(tolerance);
      }
    }
    expect(spreadingKernel(1e-14)).toBeUndefined();
  });

  it("has the transform of a box when β is 0: 2 sin k / k", () => {
    for (const k of [0.1, 1, 10, 40]) {
      expect(kernelTransform({ width: 3, beta: 0, aliasing: 1 }, k)).toBeCloseTo(
        (2 * Math.sin(k)) / k,
        13,
      );
    }
  });
});
