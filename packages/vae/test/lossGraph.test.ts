import { describe, expect, it } from "@jest/globals";
import { tfjsEngine } from "@ftcp/vae";
import { createToyLoss } from "./toyLoss.ts";
import { useFastBackend } from "./useFastBackend.ts";

async function prepareToyLoss(batchSize: number) {
  const { graph, inputs, weights, createGradients, dispose: free } = await createToyLoss(batchSize);
  const loss = await tfjsEngine().prepare(graph);
  const dispose = async (): Promise<void> => {
    await loss.dispose();
    free();
  };
  return { inputs, loss, weights, gradients: createGradients(), dispose };
}

describe("the loss", () => {
  useFastBackend();

  it("has gradients that agree with finite differences in every weight tensor", async () => {
    const { inputs, loss, weights, gradients, dispose } = await prepareToyLoss(3);
    await loss.differentiate(inputs, weights, gradients);
    for (const [name, values] of weights) {
      const gradient = gradients.get(name) ?? new Float32Array();
      // The direction of the gradient itself: the derivative along it is its norm.
      const norm = Math.hypot(...gradient);
      expect(norm).toBeGreaterThan(0);
      const along = async (by: number): Promise<number> => {
        const moved = values.map((x, i) => x + (by * (gradient[i] ?? 0)) / norm);
        const terms = await loss.evaluate(inputs, new Map([...weights, [name, moved]]));
        return terms["total"] ?? NaN;
      };
      const step = 2e-3;
      const estimate = ((await along(step)) - (await along(-step))) / (2 * step);
      // Relative, so that small gradients are tested too; what is left is float32 in the loss.
      expect({ name, agrees: Math.abs(estimate - norm) < 0.04 * norm }).toEqual({
        name,
        agrees: true,
      });
    }
    await dispose();
  });

  it("does not see the rows that only fill up a batch", async () => {
    const [exact, filled] = [await prepareToyLoss(3), await prepareToyLoss(5)];
    const expected = await exact.loss.differentiate(exact.inputs, exact.weights, exact.gradients);
    const found = await filled.loss.differentiate(filled.inputs, exact.weights, filled.gradients);
    for (const [term, value] of Object.entries(expected)) {
      expect(Math.abs((found[term] ?? NaN) / value - 1)).toBeLessThan(1e-5);
    }
    for (const [name, gradient] of exact.gradients) {
      const other = filled.gradients.get(name) ?? new Float32Array();
      const scale = Math.hypot(...gradient);
      const difference = Math.hypot(...gradient.map((value, i) => value - (other[i] ?? NaN)));
      expect({ name, same: difference < 1e-4 * scale }).toEqual({ name, same: true });
    }
    await exact.dispose();
    await filled.dispose();
  });
});
