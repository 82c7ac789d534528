import type { FtcpLayout } from "@ftcp/featurize";
import type { CrystalVae } from "@ftcp/vae";

/**
 * A model that gives back the crystal: its latents are the tensor.
 *
 * @param layout - of the tensors
 * @param change - changes the decoded numbers of a crystal in place
 * @returns the parts of a `CrystalVae` that reconstruction needs
 */
export function createCopyingModel(
  layout: FtcpLayout,
  change: (decoded: Float32Array) => void = () => undefined,
): Pick<CrystalVae, "layout" | "encodeTensor" | "decodeTensor"> {
  const size = layout.rows * layout.columns;
  return {
    layout,
    encodeTensor: ({ data, shape: [count] }) => {
      const mean = { data, shape: [count, size] as const };
      return Promise.resolve({ mean, logVariance: mean });
    },
    decodeTensor: ({ data, shape: [count] }) => {
      const decoded = data.slice();
      for (let i = 0; i < count; i++) change(decoded.subarray(i * size, (i + 1) * size));
      return Promise.resolve({ data: decoded, shape: [count, layout.rows, layout.columns] });
    },
  };
}
