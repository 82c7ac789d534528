import { trace } from "@ftcp/onnx";
import * as tf from "@tensorflow/tfjs-core";
import type { Cgcnn } from "../cgcnn.ts";
import type { BatchSize } from "../graphBatch.ts";
import { runCgcnn } from "../runCgcnn.ts";

/**
 * Exports a network for Python and other users of ONNX Runtime.
 *
 * @param model - a fitted network
 * @param size - places for atoms and crystals; a file has one size, and a batch may fill less of it
 * @returns an ONNX model (operators of version 21)
 * @throws `OnnxError` of `@ftcp/onnx` if something of the network has no translation
 *
 * @remarks
 * Inputs, as {@link createCrystalGraph} gives them one crystal after another: `numbers`, atomic
 * numbers, int32 `[atoms]`; `neighbors`, index of every neighbour within the batch, int32
 * `[atoms · neighbors]`; `distances` in Å, float32 of the same shape; `crystal_of`, crystal of every atom,
 * int32 `[atoms]`. Atoms that only fill the batch up have the number 1, neighbours 0, and for their
 * crystal the number of places. Output: `properties` in physical units, `[crystals, properties]` in the order of
 * `model.scales`; meaningless in places without a crystal.
 *
 * @example
 * ```ts
 * await writeFile("cgcnn.onnx", exportCgcnn(model, { atoms: 1280, crystals: 128 }));
 * ```
 */
export function exportCgcnn(model: Cgcnn, size: BatchSize): Uint8Array {
  const { config, scales, variables } = model;
  const { atoms, crystals } = size;
  const pairs = atoms * config.neighbors;
  const row = (numbers: readonly number[]): tf.Tensor2D =>
    tf.tensor2d([...numbers], [1, numbers.length]);
  const { bytes } = trace(
    (given) => {
      const graphs = {
        numbers: given.numbers as tf.Tensor1D,
        neighbors: given.neighbors as tf.Tensor1D,
        distances: given.distances as tf.Tensor1D,
        crystalOf: given.crystal_of as tf.Tensor1D,
        crystals,
      };
      const scaled = runCgcnn(graphs, variables, config, false);
      const spread = tf.mul(scaled, row(scales.map(({ deviation }) => deviation)));
      return { properties: tf.add(spread, row(scales.map(({ mean }) => mean))) };
    },
    {
      numbers: { shape: [atoms], type: "int32" },
      neighbors: { shape: [pairs], type: "int32" },
      distances: { shape: [pairs] },
      crystal_of: { shape: [atoms], type: "int32" },
    },
    { name: "cgcnn" },
  );
  return bytes;
}
