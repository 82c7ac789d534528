import "@tensorflow/tfjs-backend-cpu";
import { beforeAll, describe, expect, it } from "@jest/globals";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-layers"; // registers gradients and chained methods
import fc from "fast-check";
import { loadRuntime } from "../node/loadRuntime.ts";
import type { OnnxRuntime } from "../runtime/onnxRuntime.ts";
import { trace, type TracedOutput } from "../trace/trace.ts";

let runtime: OnnxRuntime;
beforeAll(async () => {
  await tf.setBackend("cpu");
  ({ runtime } = await loadRuntime());
});

type Inputs = Readonly<Record<string, readonly number[]>>;

/** Runs a function traced with and without the rewriting, on the same numbers. */
async function runBoth(
  fn: (given: Readonly<Record<string, tf.Tensor>>) => TracedOutput,
  shapes: Inputs,
  seed = 1,
): Promise<{ bytes: number[]; worst: number }> {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 31 - 1;
  };
  const feeds = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const size = shape.reduce((product, length) => product * length, 1);
      return [name, { data: Float32Array.from({ length: size }, random), shape }];
    }),
  );
  const specs = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, { shape }]),
  );
  const bytes: number[] = [];
  const results: Readonly<Record<string, { readonly data: ArrayLike<number> }>>[] = [];
  for (const optimize of [false, true]) {
    const model = trace(fn, specs, { optimize });
    bytes.push(model.bytes.length);
    const session = await runtime.load(model.bytes, { threads: 1 });
    results.push(await session.run(feeds));
    await session.dispose();
  }
  let worst = 0;
  for (const [name, { data }] of Object.entries(results[0] ?? {})) {
    const other = results[1]?.[name]?.data ?? [];
    const scale = Math.max(1, ...Array.from(data, Math.abs));
    for (let i = 0; i < data.length; i++) {
      const difference = Math.abs((data[i] as number) - (other[i] ?? Number.NaN));
      worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference / scale);
    }
  }
  return { bytes, worst };
}

/** Batch normalisation with the statistics of the batch, as tfjs-layers writes it. */
function normalize(x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor): tf.Tensor {
  const axes = x.shape.slice(0, -1).map((_, axis) => axis);
  const { mean, variance } = tf.moments(x, axes);
  return tf.batchNorm(
    x as tf.Tensor3D,
    mean as tf.Tensor1D,
    variance as tf.Tensor1D,
    shift as tf.Tensor1D,
    scale as tf.Tensor1D,
    1e-3,
  );
}

describe("optimizeGraph", () => {
  it("keeps the values of a convolution with batch normalisation, activations and their gradients", async () => {
    const forward = (...given: tf.Tensor[]): tf.Scalar => {
      const [x, kernel, scale, shift, dense, narrow] = given as [
        tf.Tensor3D,
        tf.Tensor3D,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor2D,
        tf.Tensor,
      ];
      let hidden = normalize(tf.conv1d(x, kernel, 2, "same"), scale, shift);
      hidden = tf.leakyRelu(hidden, 0.2);
      const flat: tf.Tensor2D = tf.reshape(hidden, [x.shape[0], -1]);
      const wide = tf.reshape(tf.relu(tf.matMul(flat, dense)), [x.shape[0], -1, 4]);
      const out = tf.sigmoid(normalize(wide, narrow, narrow));
      return tf.sum(tf.square(tf.sub(out, 0.5)));
    };
    const shapes = {
      x: [6, 10, 5],
      k: [5, 5, 6],
      scale: [6],
      shift: [6],
      dense: [30, 8],
      narrow: [4],
    };
    const { bytes, worst } = await runBoth((given) => {
      const list = Object.keys(shapes).map((name) => given[name] as tf.Tensor);
      return tf.grads(forward)(list);
    }, shapes);
    expect(worst).toBeLessThan(1e-4);
    expect(bytes).toHaveLength(2);
  });

  it("keeps the values of whatever is multiplied, added and summed (property)", async () => {
    const step = fc.constantFrom(
      "row",
      "number",
      "other",
      "square",
      "relu",
      "minus",
      "split",
      "mean",
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 8 }),
        fc.tuple(
          fc.integer({ min: 1, max: 5 }),
          fc.integer({ min: 1, max: 5 }),
          fc.integer({ min: 1, max: 4 }),
        ),
        fc.integer(),
        async (steps, [a, b, c], seed) => {
          const { worst } = await runBoth(
            ({ x, y, row }) => {
              const other = y as tf.Tensor;
              const channels = row as tf.Tensor;
              let value = x as tf.Tensor;
              const sums: tf.Tensor[] = [];
              for (const kind of steps) {
                if (kind === "row") value = tf.add(tf.mul(value, channels), channels);
                else if (kind === "number") value = tf.div(tf.sub(1.5, value), 3);
                else if (kind === "other") value = tf.sub(tf.mul(value, 2), other);
                else if (kind === "square") value = tf.mul(value, tf.mul(value, channels));
                else if (kind === "relu") value = tf.mul(value, tf.step(other));
                else if (kind === "minus") value = tf.neg(tf.sub(value, tf.mean(value, [0, 1])));
                else if (kind === "split")
                  value = tf.reshape(tf.reshape(value, [a, b * c]), [a, b, c]);
                else sums.push(tf.mean(value, [0, 1]), tf.sum(value, 0), tf.sum(value));
              }
              return [value, tf.sum(value, [0, 1]), ...sums];
            },
            { x: [a, b, c], y: [a, b, c], row: [c] },
            seed,
          );
          expect(worst).toBeLessThan(1e-4);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("computes a row that is spread over a tensor and back without touching the tensor", () => {
    const spread = ({ row }: Readonly<Record<string, tf.Tensor>>): tf.Tensor =>
      tf.sum(tf.mul(tf.tile(tf.reshape(row as tf.Tensor, [1, 64]), [5000, 1]), 2), 0);
    const text = (optimize: boolean): string =>
      new TextDecoder("latin1").decode(trace(spread, { row: { shape: [64] } }, { optimize }).bytes);
    expect(text(false)).toContain("Tile");
    expect(text(true)).not.toContain("Tile");
  });

  it("joins the gradients of slices that lie side by side", async () => {
    const pieces = ({ x, y }: Readonly<Record<string, tf.Tensor>>): TracedOutput =>
      tf.grad((whole) => {
        const parts = [0, 3, 5].map((at, i) =>
          tf.slice(whole as tf.Tensor3D, [0, i, at], [4, 6, i === 1 ? 2 : 3]),
        );
        const squares = tf.concat(
          parts.map((part) => tf.square(part)),
          2,
        );
        return tf.sum(tf.mul(squares, y as tf.Tensor));
      })(x as tf.Tensor);
    const shapes = { x: [4, 8, 9], y: [4, 6, 8] };
    const { worst } = await runBoth(pieces, shapes);
    expect(worst).toBeLessThan(1e-6);
    const { bytes } = trace(pieces, { x: { shape: shapes.x }, y: { shape: shapes.y } });
    expect(new TextDecoder("latin1").decode(bytes)).not.toContain("Add");
  });

  it("adds a bias and takes the mean away in one pass", async () => {
    const center = ({ x, row }: Readonly<Record<string, tf.Tensor>>): TracedOutput => {
      const biased = tf.add(tf.square(x as tf.Tensor), row as tf.Tensor);
      return [tf.square(tf.sub(biased, tf.mean(biased, 0))), tf.mul(tf.sum(biased, 0), 2)];
    };
    const { worst } = await runBoth(center, { x: [600, 5], row: [5] });
    expect(worst).toBeLessThan(1e-5);
  });

  it("sums a large tensor without losing its last numbers", async () => {
    const shape = [256, 240, 62];
    const data = Float32Array.from({ length: 256 * 240 * 62 }, (_, i) => 0.1 + (i % 7) / 10);
    const expected = data.reduce((sum, value) => sum + value, 0);
    const { bytes } = trace(({ x }) => [tf.sum(x), tf.mean(x)], { x: { shape } });
    const session = await runtime.load(bytes, { threads: 1 });
    const results = await session.run({ x: { data, shape } });
    await session.dispose();
    expect(Math.abs((results["output_0"]?.data[0] ?? 0) / expected - 1)).toBeLessThan(1e-6);
    const mean = expected / data.length;
    expect(Math.abs((results["output_1"]?.data[0] ?? 0) / mean - 1)).toBeLessThan(1e-6);
  });

  it("gives the same bytes every time", () => {
    const fn = ({ x }: Readonly<Record<string, tf.Tensor>>): tf.Tensor =>
      tf.grad((value) => tf.sum(tf.relu(tf.mul(value, 3))))(x as tf.Tensor);
    const bytes = (): Uint8Array => trace(fn, { x: { shape: [4, 3] } }).bytes;
    expect(bytes()).toEqual(bytes());
  });
});
