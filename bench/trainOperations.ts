import type { TorchCase } from "../packages/vae/test/torchCases.ts";

/**
 * Operations (additions and multiplications) of the matrix products of one training step: forward, and backward for the
 * weights and, but for the first layers, for what they read.
 */
export function matrixOperations({ manifest, graph }: TorchCase): number {
  const [batch = 1, rows = 1] = graph.inputs["batch"] ?? [];
  const isOurs = manifest.network === "rows";
  const { decoded } = manifest.settings as { readonly decoded?: { readonly rows: number } };
  let sum = 0;
  for (const [name, { size }] of graph.weights) {
    if (!name.endsWith("/kernel")) continue;
    const [layer = ""] = name.split("/");
    const index = Number(/convolution(\d)/u.exec(layer)?.[1] ?? Number.NaN);
    let positions = 1;
    if (!Number.isNaN(index)) {
      const strides = isOurs ? [2, 2, 2] : [2, 2, 1];
      const factors = strides.map((_, i) => strides.slice(0, i + 1).reduce((a, b) => a * b));
      // An encoder's kernel is applied at every place of its output, a decoder's at every place of its input.
      const length = layer.startsWith("encoder") ? rows : (decoded?.rows ?? rows);
      const at = layer.startsWith("encoder") ? index : strides.length - 1 - index;
      positions = length / (factors[at] as number);
    }
    const isFirst = layer === "encoder.convolution0" || layer === "encoder.linear";
    sum += 2 * size * positions * batch * (isFirst ? 2 : 3);
  }
  return sum;
}
