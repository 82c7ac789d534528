import type { NamedTensor } from "../safetensors/namedTensor.ts";

/**
 * How the weights of a saved model are stored: `float32` (exact), `float16` (half the size), or
 * `int8`: float16, and the large kernels of the dense layers as whole numbers with a scale per
 * column. The linear path, which carries the crystal itself, is never stored as int8.
 */
export type WeightPrecision = "float32" | "float16" | "int8";

/**
 * Prepares weights for a file.
 *
 * @param weights - the weights, float32
 * @param precision - how to store them
 * @returns tensors for the file; an int8 tensor `name` is followed by `name.scale`, one number per
 *   column, and `value = stored · scale`
 *
 * @see {@link unpackWeights} for the inverse
 */
export function packWeights(
  weights: readonly NamedTensor[],
  precision: WeightPrecision,
): NamedTensor[] {
  if (precision === "float32") return [...weights];
  return weights.flatMap((tensor) =>
    precision === "int8" && isLargeKernel(tensor)
      ? quantizeColumns(tensor)
      : [{ ...tensor, stored: "F16" as const }],
  );
}

function isLargeKernel({ name, shape, data }: NamedTensor): boolean {
  return shape.length === 2 && data.length >= 65_536 && !name.includes(".linear/");
}

function quantizeColumns({ name, shape, data }: NamedTensor): NamedTensor[] {
  const columns = shape[1] as number;
  const scale = new Float32Array(columns);
  data.forEach((value, i) => {
    const column = i % columns;
    scale[column] = Math.max(scale[column] as number, Math.abs(value) / 127);
  });
  const whole = data.map((value, i) => {
    const unit = scale[i % columns] as number;
    return unit === 0 ? 0 : Math.max(-127, Math.min(127, Math.round(value / unit)));
  });
  return [
    { name, shape, data: whole, stored: "I8" },
    { name: `${name}.scale`, shape: [columns], data: scale },
  ];
}
