import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import type { CaseInput, KernelCase, TestOutput } from "./compareWithCpu.ts";

/** Draws one value of an arbitrary; see `fc.gen`. */
export type Draw = fc.GeneratorValue;
type Tensors = Readonly<Record<string, tf.Tensor>>;
type Numbers = fc.Arbitrary<number>;

const real = fc.integer({ min: -4000, max: 4000 }).map((value) => value / 1000);
const positive = fc.integer({ min: 125, max: 4000 }).map((value) => value / 1000);
const unit = fc.integer({ min: -1000, max: 1000 }).map((value) => value / 1000);
const special = fc.oneof(
  { weight: 3, arbitrary: real },
  fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 1e-7, -1e-7, 80, -80),
);
const integer = fc.integer({ min: -9, max: 9 });
const divisor = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -9, max: -1 }));
/** Numbers that differ, so that no maximum has two places and no gradient two answers. */
const steps = fc.integer({ min: -1000, max: 1000 }).map((value) => value / 250);

const size = (g: Draw, max = 4, min = 1): number => g(fc.integer, { min, max });
const pick = <T>(g: Draw, ...values: readonly T[]): T => g(() => fc.constantFrom(...values));
const shapeOf = (g: Draw, minRank = 0, maxRank = 4, max = 4): number[] =>
  g(() => fc.array(fc.integer({ min: 1, max }), { minLength: minRank, maxLength: maxRank }));
const count = (shape: readonly number[]): number => shape.reduce((all, one) => all * one, 1);

function floats(g: Draw, shape: readonly number[], numbers: Numbers = real): CaseInput {
  const length = count(shape);
  const data = g(() => fc.array(numbers, { minLength: length, maxLength: length }));
  return { shape, type: "float32", data: Float32Array.from(data) };
}

function integers(g: Draw, shape: readonly number[], numbers: Numbers = integer): CaseInput {
  const length = count(shape);
  const data = g(() => fc.array(numbers, { minLength: length, maxLength: length }));
  return { shape, type: "int32", data: Int32Array.from(data) };
}

function truths(g: Draw, shape: readonly number[]): CaseInput {
  const numbers = fc.integer({ min: 0, max: 1 });
  return { shape, type: "bool", data: Uint8Array.from(floats(g, shape, numbers).data) };
}

/** Two shapes that can be broadcast against each other. */
function broadcastable(g: Draw): [number[], number[]] {
  const shape = shapeOf(g, 0, 3);
  const narrow = (): number[] => {
    const cut = size(g, shape.length, 0);
    return shape.slice(cut).map((length) => (pick(g, true, false) ? length : 1));
  };
  return pick(g, true, false) ? [shape, narrow()] : [narrow(), shape];
}

/** The function's gradients, for numbers that weigh its elements. */
function gradients(
  run: (tensors: Tensors) => tf.Tensor,
  names: readonly string[],
): (tensors: Tensors) => TestOutput {
  return (tensors) => {
    const chosen = names.map((name) => tensors[name] as tf.Tensor);
    const scalar = (...inputs: tf.Tensor[]): tf.Scalar => {
      const given = Object.fromEntries(names.map((name, at) => [name, inputs[at] as tf.Tensor]));
      const value = run({ ...tensors, ...given });
      const weights = tf.reshape(tf.range(1, value.size + 1), value.shape);
      return tf.sum(tf.mul(value, tf.sin(weights)));
    };
    return tf.grads(scalar)(chosen);
  };
}

/** Forward, and the gradients with respect to these inputs. */
function both(
  g: Draw,
  inputs: Readonly<Record<string, CaseInput>>,
  run: (tensors: Tensors) => tf.Tensor,
  names: readonly string[] = Object.keys(inputs),
): KernelCase {
  return { inputs, run: pick(g, true, false) ? run : gradients(run, names) };
}

type Unary = (x: tf.Tensor) => tf.Tensor;
type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const unary =
  (run: Unary, numbers: Numbers = special) =>
  (g: Draw): KernelCase => ({
    inputs: { x: floats(g, shapeOf(g), numbers) },
    run: ({ x }) => run(x as tf.Tensor),
  });

const unaryOfIntegers =
  (run: Unary) =>
  (g: Draw): KernelCase => ({
    inputs: { x: integers(g, shapeOf(g)) },
    run: ({ x }) => run(x as tf.Tensor),
  });

/** A function and its gradient, of numbers where both are defined. */
const differentiable =
  (run: Unary, numbers: Numbers = real) =>
  (g: Draw): KernelCase =>
    both(g, { x: floats(g, shapeOf(g), numbers) }, ({ x }) => run(x as tf.Tensor));

const binary =
  (run: Binary, left: Numbers = special, right: Numbers = left) =>
  (g: Draw): KernelCase => {
    const [a, b] = broadcastable(g);
    return {
      inputs: { a: floats(g, a, left), b: floats(g, b, right) },
      run: (given) => run(given["a"] as tf.Tensor, given["b"] as tf.Tensor),
    };
  };

const binaryOfIntegers =
  (run: Binary, left: Numbers = integer, right: Numbers = left) =>
  (g: Draw): KernelCase => {
    const [a, b] = broadcastable(g);
    return {
      inputs: { a: integers(g, a, left), b: integers(g, b, right) },
      run: (given) => run(given["a"] as tf.Tensor, given["b"] as tf.Tensor),
    };
  };

const binaryOfTruths =
  (run: Binary) =>
  (g: Draw): KernelCase => {
    const [a, b] = broadcastable(g);
    return {
      inputs: { a: truths(g, a), b: truths(g, b) },
      run: (given) => run(given["a"] as tf.Tensor, given["b"] as tf.Tensor),
    };
  };

const binaryGradient =
  (run: Binary, left: Numbers = real, right: Numbers = left) =>
  (g: Draw): KernelCase => ({
    ...binary(run, left, right)(g),
    run: gradients(({ a, b }) => run(a as tf.Tensor, b as tf.Tensor), ["a", "b"]),
  });

/** The same for those whose gradients tfjs knows for equal shapes alone. */
const gradientOfEqualShapes =
  (run: Binary, numbers: Numbers) =>
  (g: Draw): KernelCase => {
    const shape = shapeOf(g);
    return {
      inputs: { a: floats(g, shape, numbers), b: floats(g, shape, numbers) },
      run: gradients(({ a, b }) => run(a as tf.Tensor, b as tf.Tensor), ["a", "b"]),
    };
  };

type Reduction = (x: tf.Tensor, axes: number | number[] | undefined, keep: boolean) => tf.Tensor;

function someAxes(g: Draw, rank: number): number | number[] | undefined {
  if (rank === 0) return undefined;
  const axis = fc.integer({ min: -rank, max: rank - 1 });
  return g(() =>
    fc.oneof(
      fc.constant(undefined),
      axis,
      fc.uniqueArray(axis, {
        ...{ minLength: 1, maxLength: rank, selector: (one: number) => (one + rank) % rank },
      }),
    ),
  );
}

const reduction =
  (run: Reduction, input: (g: Draw, shape: readonly number[]) => CaseInput, withGradient = false) =>
  (g: Draw): KernelCase => {
    const x = input(g, shapeOf(g, 0, 4, 3));
    const [axes, keep] = [someAxes(g, x.shape.length), pick(g, true, false)];
    const forward = (given: Tensors): tf.Tensor => run(given["x"] as tf.Tensor, axes, keep);
    return withGradient ? both(g, { x }, forward) : { inputs: { x }, run: forward };
  };

function axisOf(g: Draw, rank: number): number {
  return g(fc.integer, { min: -rank, max: rank - 1 });
}

/** What a convolution or pooling may be given: image, taps, strides, dilations and padding that fit. */
function windowOptions(
  g: Draw,
  withDilations: boolean,
): {
  readonly batch: number;
  readonly image: [number, number];
  readonly taps: [number, number];
  readonly strides: [number, number];
  readonly dilations: [number, number];
  readonly pad: "same" | "valid" | number;
} {
  const pair = (max: number): [number, number] => [size(g, max), size(g, max)];
  const taps = pair(3);
  const dilated = withDilations && pick(g, true, false);
  const dilations = dilated ? pair(2) : ([1, 1] as [number, number]);
  const strides = dilated ? ([1, 1] as [number, number]) : pair(3);
  const least = taps.map((count_, axis) => (count_ - 1) * (dilations[axis] as number) + 1);
  const image = least.map((length) => length + size(g, 3, 0)) as [number, number];
  return { batch: size(g, 2), image, taps, strides, dilations, pad: pick(g, "same", "valid") };
}

function convolution(g: Draw): KernelCase {
  const options = windowOptions(g, true);
  const { batch, image, taps, strides, dilations, pad } = options;
  const [channels, filters] = [size(g, 3), size(g, 3)];
  const explicit = pick(g, true, false) && dilations.every((dilation) => dilation === 1);
  const padding = explicit
    ? [
        [0, 0],
        [size(g, 1, 0), size(g, 1, 0)],
        [size(g, 1, 0), size(g, 1, 0)],
        [0, 0],
      ]
    : pad;
  const inputs = {
    x: floats(g, [batch, ...image, channels]),
    filter: floats(g, [...taps, channels, filters]),
  };
  const run = (given: Tensors): tf.Tensor =>
    tf.conv2d(
      given["x"] as tf.Tensor4D,
      given["filter"] as tf.Tensor4D,
      strides,
      padding as "same",
      "NHWC",
      dilations,
    );
  if (dilations.some((dilation) => dilation > 1)) return { inputs, run };
  return both(g, inputs, run);
}

function lineConvolution(g: Draw): KernelCase {
  const { batch, image, taps, strides, pad } = windowOptions(g, false);
  const [channels, filters] = [size(g, 3), size(g, 3)];
  const inputs = {
    x: floats(g, [batch, image[0], channels]),
    filter: floats(g, [taps[0], channels, filters]),
  };
  return both(g, inputs, (given) =>
    tf.conv1d(given["x"] as tf.Tensor3D, given["filter"] as tf.Tensor3D, strides[0], pad),
  );
}

function transposedConvolution(g: Draw): KernelCase {
  const { batch, image, taps, strides } = windowOptions(g, false);
  const [channels, filters] = [size(g, 3), size(g, 3)];
  const inputs = {
    x: floats(g, [batch, ...image, channels]),
    filter: floats(g, [...taps, filters, channels]),
  };
  const out = image.map((length, axis) => length * (strides[axis] as number));
  return both(g, inputs, (given) =>
    tf.conv2dTranspose(
      given["x"] as tf.Tensor4D,
      given["filter"] as tf.Tensor4D,
      [batch, ...out, filters] as [number, number, number, number],
      strides,
      "same",
    ),
  );
}

function depthwise(g: Draw): KernelCase {
  const { batch, image, taps, dilations, pad } = windowOptions(g, true);
  const stride = dilations.every((dilation) => dilation === 1) ? size(g, 3) : 1;
  const [channels, multiplier] = [size(g, 3), size(g, 3)];
  const inputs = {
    x: floats(g, [batch, ...image, channels]),
    filter: floats(g, [...taps, channels, multiplier]),
  };
  const run = (given: Tensors): tf.Tensor =>
    tf.depthwiseConv2d(
      given["x"] as tf.Tensor4D,
      given["filter"] as tf.Tensor4D,
      [stride, stride],
      pad,
      "NHWC",
      dilations,
    );
  // tfjs has no gradient of a dilated one.
  return dilations.every((dilation) => dilation === 1) ? both(g, inputs, run) : { inputs, run };
}

function fusedConvolution(g: Draw): KernelCase {
  const { batch, image, taps, strides, pad } = windowOptions(g, false);
  const [channels, filters] = [size(g, 3), size(g, 3)];
  const inputs = {
    x: floats(g, [batch, ...image, channels]),
    filter: floats(g, [...taps, channels, filters]),
    bias: floats(g, [filters]),
    alpha: floats(g, [1, 1, filters]),
  };
  const activation = pick(g, "linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu", "prelu");
  return {
    inputs,
    run: ({ x, filter, bias, alpha }) =>
      tf.fused.conv2d({
        ...{ x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, bias: bias as tf.Tensor1D },
        ...{ strides, pad, activation, leakyreluAlpha: 0.3 },
        ...(activation === "prelu" ? { preluActivationWeights: alpha as tf.Tensor3D } : {}),
      }),
  };
}

function fusedDepthwise(g: Draw): KernelCase {
  const { batch, image, taps, pad } = windowOptions(g, false);
  const channels = size(g, 3);
  const inputs = {
    x: floats(g, [batch, ...image, channels]),
    filter: floats(g, [...taps, channels, 2]),
    bias: floats(g, [2 * channels]),
  };
  const activation = pick(g, "linear", "relu", "relu6", "elu", "sigmoid");
  return {
    inputs,
    run: ({ x, filter, bias }) =>
      tf.fused.depthwiseConv2d({
        ...{ x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, bias: bias as tf.Tensor1D },
        ...{ strides: 1, pad, activation },
      }),
  };
}

function fusedProduct(g: Draw): KernelCase {
  const [rows, inner, columns] = [size(g), size(g), size(g)];
  const inputs = {
    a: floats(g, [rows, inner]),
    b: floats(g, [inner, columns]),
    bias: floats(g, [columns]),
  };
  const activation = pick(g, "linear", "relu", "elu", "sigmoid", "leakyrelu");
  const run = ({ a, b, bias }: Tensors): tf.Tensor =>
    tf.fused.matMul({
      ...{ a: a as tf.Tensor2D, b: b as tf.Tensor2D, bias: bias as tf.Tensor1D },
      ...{ activation, leakyreluAlpha: 0.1 },
    });
  return { inputs, run };
}

function matrixProduct(g: Draw): KernelCase {
  const [rows, inner, columns] = [size(g), size(g), size(g)];
  // tfjs cpu broadcasts a single matrix alone.
  const batch = shapeOf(g, 0, 2);
  const [left, right] = pick<[number[], number[]]>(g, [batch, batch], [batch, []], [[1], batch]);
  const [transposeA, transposeB] = [pick(g, true, false), pick(g, true, false)];
  const [a, b] = [
    transposeA ? [inner, rows] : [rows, inner],
    transposeB ? [columns, inner] : [inner, columns],
  ];
  const inputs = { a: floats(g, [...left, ...a]), b: floats(g, [...right, ...b]) };
  const run = (given: Tensors): tf.Tensor =>
    tf.matMul(given["a"] as tf.Tensor, given["b"] as tf.Tensor, transposeA, transposeB);
  const equal = left.join() === right.join();
  return equal ? both(g, inputs, run) : { inputs, run };
}

const pooling =
  (kind: "max" | "avg", numbers: Numbers) =>
  (g: Draw): KernelCase => {
    const { batch, image, taps, strides, pad } = windowOptions(g, false);
    const x = floats(g, [batch, ...image, size(g, 3)], numbers);
    return both(g, { x }, (given) =>
      kind === "max"
        ? tf.maxPool(given["x"] as tf.Tensor4D, taps, strides, pad)
        : tf.avgPool(given["x"] as tf.Tensor4D, taps, strides, pad),
    );
  };

const resizing =
  (kind: "nearest" | "bilinear") =>
  (g: Draw): KernelCase => {
    const [height, width] = pick<[number, number]>(g, [3, 3], [2, 2], [size(g, 5), size(g, 5)]);
    const x = floats(g, [size(g, 2), height, width, size(g, 2)]);
    const target: [number, number] = [size(g, 7), size(g, 7)];
    const [align, half] = pick(g, [false, false], [true, false], [false, true]);
    const run = (given: Tensors): tf.Tensor =>
      kind === "nearest"
        ? tf.image.resizeNearestNeighbor(given["x"] as tf.Tensor4D, target, align, half)
        : tf.image.resizeBilinear(given["x"] as tf.Tensor4D, target, align, half);
    // tfjs cpu has the right gradient only for one square image, and none with centres of pixels.
    const isSquare = x.shape[1] === x.shape[2];
    return half || !isSquare || x.shape[0] !== 1 ? { inputs: { x }, run } : both(g, { x }, run);
  };

function gathering(g: Draw): KernelCase {
  const shape = shapeOf(g, 1, 3);
  const axis = g(fc.integer, { min: 0, max: shape.length - 1 });
  const place = fc.integer({ min: 0, max: (shape[axis] as number) - 1 });
  const indices = integers(g, shapeOf(g, 1, 2), place);
  return both(
    g,
    { x: floats(g, shape), indices },
    (given) => tf.gather(given["x"] as tf.Tensor, given["indices"] as tf.Tensor1D, axis),
    ["x"],
  );
}

function batchGathering(g: Draw): KernelCase {
  const batch = size(g, 3);
  const shape = [batch, ...shapeOf(g, 1, 3, 3)];
  const axis = g(fc.integer, { min: 1, max: shape.length - 1 });
  const place = fc.integer({ min: 0, max: (shape[axis] as number) - 1 });
  const indices = integers(g, [batch, ...shapeOf(g, 1, 2, 3)], place);
  return {
    inputs: { x: floats(g, shape), indices },
    run: (given) => tf.gather(given["x"] as tf.Tensor, given["indices"] as tf.Tensor1D, axis, 1),
  };
}

function scattering(run: (indices: tf.Tensor, updates: tf.Tensor, rows: number) => tf.Tensor) {
  return (g: Draw): KernelCase => {
    const [rows, updates] = [size(g, 5, 2), size(g, 4)];
    const order = g(() =>
      fc.shuffledSubarray(
        Array.from({ length: rows }, (_, at) => at),
        { minLength: 1 },
      ),
    );
    const places = order.slice(0, updates);
    const indices: CaseInput = {
      ...{ shape: [places.length, 1], type: "int32", data: Int32Array.from(places) },
    };
    return {
      inputs: { indices, updates: floats(g, [places.length, 3]) },
      run: (given) => run(given["indices"] as tf.Tensor, given["updates"] as tf.Tensor, rows),
    };
  };
}

function batchNormalisation(g: Draw): KernelCase {
  const channels = size(g);
  const inputs = {
    x: floats(g, [...shapeOf(g, 1, 3), channels]),
    mean: floats(g, [channels]),
    variance: floats(g, [channels], positive),
    offset: floats(g, [channels]),
    scale: floats(g, [channels]),
  };
  const run = (given: Tensors, withOffset: boolean, withScale: boolean): tf.Tensor =>
    tf.batchNorm(
      given["x"] as tf.Tensor,
      given["mean"] as tf.Tensor1D,
      given["variance"] as tf.Tensor1D,
      withOffset ? (given["offset"] as tf.Tensor1D) : undefined,
      withScale ? (given["scale"] as tf.Tensor1D) : undefined,
    );
  // tfjs has no gradient without offset and scale.
  if (pick(g, true, false)) return both(g, inputs, (given) => run(given, true, true));
  const [withOffset, withScale] = [pick(g, true, false), pick(g, true, false)];
  return { inputs, run: (given) => run(given, withOffset, withScale) };
}

const anyInput = (g: Draw, shape: readonly number[]): CaseInput =>
  pick(g, floats, integers, truths)(g, shape);

/** A function of a tensor of any type that moves its elements. */
const moving =
  (run: (g: Draw, shape: readonly number[]) => Unary, minRank = 1) =>
  (g: Draw): KernelCase => {
    const shape = shapeOf(g, minRank, 4, 3);
    const apply = run(g, shape);
    const forward = (given: Tensors): tf.Tensor => apply(given["x"] as tf.Tensor);
    const x = anyInput(g, shape);
    return x.type === "float32" ? both(g, { x }, forward) : { inputs: { x }, run: forward };
  };

function blockShape(g: Draw): { blocks: number[]; edges: number[][] } {
  const blocks = [size(g, 2), size(g, 3)];
  return {
    blocks,
    edges: [
      [0, 0],
      [0, 0],
    ],
  };
}

/** For each kernel, functions that use it. */
export const kernelCases: Readonly<Record<string, readonly ((g: Draw) => KernelCase)[]>> = {
  Abs: [unary(tf.abs), unaryOfIntegers(tf.abs), differentiable(tf.abs)],
  Acos: [
    unary(tf.acos),
    differentiable(
      tf.acos,
      unit.map((x) => x * 0.9),
    ),
  ],
  Acosh: [
    unary(
      tf.acosh,
      positive.map((x) => x + 1),
    ),
    differentiable(
      tf.acosh,
      positive.map((x) => x + 1.1),
    ),
  ],
  Add: [binary(tf.add), binaryOfIntegers(tf.add), binaryGradient(tf.add)],
  AddN: [binary((a, b) => tf.addN([tf.add(a, b), tf.mul(a, b), tf.sub(a, b)]), real)],
  All: [reduction(tf.all, truths)],
  Any: [reduction(tf.any, truths)],
  ArgMax: [
    (g) => {
      const shape = shapeOf(g, 1, 4);
      const axis = axisOf(g, shape.length);
      return {
        inputs: { x: pick(g, floats, integers)(g, shape) },
        run: ({ x }) => tf.argMax(x as tf.Tensor, axis),
      };
    },
  ],
  ArgMin: [
    (g) => {
      const shape = shapeOf(g, 1, 4);
      const axis = axisOf(g, shape.length);
      return {
        inputs: { x: pick(g, floats, integers)(g, shape) },
        run: ({ x }) => tf.argMin(x as tf.Tensor, axis),
      };
    },
  ],
  Asin: [
    unary(tf.asin),
    differentiable(
      tf.asin,
      unit.map((x) => x * 0.9),
    ),
  ],
  Asinh: [unary(tf.asinh, real), differentiable(tf.asinh)],
  Atan: [unary(tf.atan), differentiable(tf.atan)],
  Atan2: [
    binary(tf.atan2, real),
    binary(tf.atan2, fc.constantFrom(0, 1, -1, 2)),
    binaryGradient(tf.atan2, positive),
  ],
  Atanh: [
    unary(tf.atanh, unit),
    differentiable(
      tf.atanh,
      unit.map((x) => x * 0.9),
    ),
  ],
  AvgPool: [pooling("avg", real)],
  AvgPoolGrad: [pooling("avg", real)],
  BatchMatMul: [
    matrixProduct,
    (g) => {
      const [rows, inner, columns] = [size(g), size(g), size(g)];
      return {
        inputs: { a: integers(g, [rows, inner]), b: integers(g, [inner, columns]) },
        run: (given) => tf.matMul(given["a"] as tf.Tensor, given["b"] as tf.Tensor),
      };
    },
  ],
  BatchToSpaceND: [
    (g) => {
      const { blocks, edges } = blockShape(g);
      const x = floats(g, [count(blocks) * size(g, 2), size(g, 3), size(g, 3), size(g, 2)]);
      return both(g, { x }, (given) => tf.batchToSpaceND(given["x"] as tf.Tensor, blocks, edges));
    },
  ],
  Cast: [
    (g) => {
      const x = anyInput(g, shapeOf(g));
      const type = pick(g, "float32", "int32", "bool");
      return { inputs: { x }, run: (given) => tf.cast(given["x"] as tf.Tensor, type) };
    },
  ],
  Ceil: [unary(tf.ceil)],
  ClipByValue: [
    unary((x) => tf.clipByValue(x, -1.5, 2)),
    unaryOfIntegers((x) => tf.clipByValue(x, -2, 3)),
    differentiable((x) => tf.clipByValue(x, -1, 1), steps),
  ],
  Concat: [
    (g) => {
      const shape = shapeOf(g, 1, 3);
      const axis = g(fc.integer, { min: 0, max: shape.length - 1 });
      const other = shape.map((length, at) => (at === axis ? size(g) : length));
      const make = pick(g, floats, integers, truths);
      const inputs = { a: make(g, shape), b: make(g, other) };
      const run = (given: Tensors): tf.Tensor =>
        tf.concat([given["a"] as tf.Tensor, given["b"] as tf.Tensor], axis);
      return make === floats ? both(g, inputs, run) : { inputs, run };
    },
  ],
  Conv2D: [convolution, lineConvolution],
  Conv2DBackpropFilter: [convolution, lineConvolution],
  Conv2DBackpropInput: [transposedConvolution, lineConvolution],
  Cos: [unary(tf.cos, real), differentiable(tf.cos)],
  Cosh: [unary(tf.cosh, real), differentiable(tf.cosh)],
  Cumsum: [
    (g) => {
      const shape = shapeOf(g, 1, 3);
      const axis = g(fc.integer, { min: 0, max: shape.length - 1 });
      const [exclusive, reverse] = [pick(g, true, false), pick(g, true, false)];
      const run = (given: Tensors): tf.Tensor =>
        tf.cumsum(given["x"] as tf.Tensor, axis, exclusive, reverse);
      if (pick(g, true, false)) return { inputs: { x: integers(g, shape) }, run };
      // tfjs knows the gradient along the last axis alone.
      const x = floats(g, shape);
      return axis === shape.length - 1 ? both(g, { x }, run) : { inputs: { x }, run };
    },
  ],
  DepthToSpace: [
    (g) => {
      const block = size(g, 3, 2);
      const x = floats(g, [size(g, 2), size(g, 3), size(g, 3), block ** 2 * size(g, 2)]);
      return { inputs: { x }, run: (given) => tf.depthToSpace(given["x"] as tf.Tensor4D, block) };
    },
  ],
  DepthwiseConv2dNative: [depthwise],
  DepthwiseConv2dNativeBackpropFilter: [depthwise],
  DepthwiseConv2dNativeBackpropInput: [depthwise],
  Diag: [
    (g) => ({
      inputs: { x: pick(g, floats, integers)(g, shapeOf(g, 1, 2, 3)) },
      run: ({ x }) => tf.diag(x as tf.Tensor),
    }),
  ],
  Einsum: [
    (g) => {
      const [b, i, j, k] = [size(g, 3), size(g, 3), size(g, 3), size(g, 3)];
      const [equation, left, right] = pick<[string, number[], number[]]>(
        g,
        ["ij,jk->ik", [i, j], [j, k]],
        ["bij,bjk->bik", [b, i, j], [b, j, k]],
        ["bij,jk->bik", [b, i, j], [j, k]],
        ["ij,ij->ij", [i, j], [i, j]],
        ["bij,bkj->bik", [b, i, j], [b, k, j]],
        ["ij,ij->j", [i, j], [i, j]],
      );
      return {
        inputs: { a: floats(g, left), b: floats(g, right) },
        run: (given) => tf.einsum(equation, given["a"] as tf.Tensor, given["b"] as tf.Tensor),
      };
    },
  ],
  Elu: [unary(tf.elu), differentiable(tf.elu)],
  EluGrad: [differentiable(tf.elu)],
  Equal: [
    binary(tf.equal, fc.constantFrom(1, 2, NaN, Infinity)),
    binaryOfIntegers(tf.equal, fc.integer({ min: 0, max: 2 })),
    binaryOfTruths(tf.equal),
  ],
  Erf: [unary(tf.erf), differentiable(tf.erf)],
  Exp: [unary(tf.exp), unaryOfIntegers(tf.exp), differentiable(tf.exp)],
  ExpandDims: [
    moving((g, shape) => {
      const axis = g(fc.integer, { min: -shape.length - 1, max: shape.length });
      return (x) => tf.expandDims(x, axis);
    }),
  ],
  Expm1: [unary(tf.expm1), differentiable(tf.expm1)],
  Fill: [
    (g) => {
      const shape = shapeOf(g);
      const type = pick(g, "float32", "int32");
      return {
        inputs: { x: floats(g, shape) },
        run: ({ x }) => [
          tf.fill(shape, 3, type),
          tf.mul(x as tf.Tensor, tf.ones(shape as [number])),
        ],
      };
    },
  ],
  Floor: [unary(tf.floor)],
  FloorDiv: [
    binaryOfIntegers(tf.div, integer, fc.oneof(divisor, fc.constant(0))),
    binaryOfIntegers(
      tf.floorDiv,
      fc.constantFrom(2 ** 31 - 1, -(2 ** 31) + 1, 123456789, -7),
      divisor,
    ),
    binary(tf.floorDiv, real, positive),
  ],
  FusedBatchNorm: [batchNormalisation],
  FusedConv2D: [fusedConvolution],
  FusedDepthwiseConv2D: [fusedDepthwise],
  GatherNd: [
    (g) => {
      const shape = [size(g), size(g), size(g)];
      const depth = size(g, 3);
      const lowest = fc.integer({ min: 0, max: Math.min(...shape.slice(0, depth)) - 1 });
      return {
        inputs: { x: floats(g, shape), indices: integers(g, [size(g), depth], lowest) },
        run: ({ x, indices }) => tf.gatherND(x as tf.Tensor, indices as tf.Tensor),
      };
    },
  ],
  GatherV2: [gathering, batchGathering],
  Greater: [binary(tf.greater), binaryOfIntegers(tf.greater), binaryOfTruths(tf.greater)],
  GreaterEqual: [binary(tf.greaterEqual), binaryOfIntegers(tf.greaterEqual)],
  Identity: [moving(() => (x) => tf.clone(x))],
  IsFinite: [unary(tf.isFinite)],
  IsInf: [unary(tf.isInf)],
  IsNan: [unary(tf.isNaN)],
  LeakyRelu: [
    unary((x) => tf.leakyRelu(x, 0.3)),
    unaryOfIntegers((x) => tf.leakyRelu(x, 0.5)),
    differentiable((x) => tf.leakyRelu(x, 0.3)),
  ],
  Less: [binary(tf.less), binaryOfIntegers(tf.less)],
  LessEqual: [binary(tf.lessEqual), binaryOfIntegers(tf.lessEqual)],
  LinSpace: [
    (g) => {
      const length = size(g, 9, 2);
      return {
        inputs: { x: floats(g, [length]) },
        run: ({ x }) => tf.add(x as tf.Tensor, tf.linspace(-1, 3, length)),
      };
    },
  ],
  Log: [unary(tf.log), differentiable(tf.log, positive)],
  Log1p: [unary(tf.log1p), differentiable(tf.log1p, positive)],
  LogicalAnd: [binaryOfTruths(tf.logicalAnd)],
  LogicalNot: [
    (g) => ({
      inputs: { x: truths(g, shapeOf(g)) },
      run: ({ x }) => tf.logicalNot(x as tf.Tensor),
    }),
  ],
  LogicalOr: [binaryOfTruths(tf.logicalOr)],
  Max: [
    reduction(tf.max, floats),
    reduction(tf.max, integers),
    reduction(tf.max, (g, shape) => floats(g, shape, steps), true),
  ],
  Maximum: [
    binary(tf.maximum),
    binaryOfIntegers(tf.maximum),
    gradientOfEqualShapes(tf.maximum, steps),
  ],
  MaxPool: [pooling("max", steps)],
  MaxPoolGrad: [pooling("max", steps), pooling("max", fc.constantFrom(0, 1))],
  Mean: [reduction(tf.mean, floats, true), reduction(tf.mean, integers)],
  Min: [reduction(tf.min, floats), reduction(tf.min, integers)],
  Minimum: [
    binary(tf.minimum),
    binaryOfIntegers(tf.minimum),
    gradientOfEqualShapes(tf.minimum, steps),
  ],
  MirrorPad: [
    moving((g, shape) => {
      const mode = pick(g, "reflect", "symmetric");
      const widest = (length: number): number => (mode === "reflect" ? length - 1 : length);
      const paddings = shape.map((length): [number, number] => [
        size(g, widest(length), 0),
        size(g, widest(length), 0),
      ]);
      return (x) => tf.mirrorPad(x, paddings, mode);
    }),
  ],
  Mod: [
    binary(
      tf.mod,
      real,
      fc.oneof(
        positive,
        positive.map((x) => -x),
      ),
    ),
    binaryOfIntegers(tf.mod, integer, divisor),
  ],
  Multiply: [binary(tf.mul), binaryOfIntegers(tf.mul), binaryGradient(tf.mul)],
  Neg: [unary(tf.neg), unaryOfIntegers(tf.neg)],
  NotEqual: [binary(tf.notEqual, fc.constantFrom(1, 2, NaN)), binaryOfTruths(tf.notEqual)],
  OneHot: [
    (g) => {
      const depth = size(g, 5, 2);
      const indices = integers(g, shapeOf(g, 1, 2), fc.integer({ min: -1, max: depth }));
      const type = pick(g, "int32", "float32", "bool");
      return {
        inputs: { indices },
        run: (given) =>
          type === "bool"
            ? tf.oneHot(given["indices"] as tf.Tensor1D, depth, 1, 0, type)
            : tf.oneHot(given["indices"] as tf.Tensor1D, depth, 3, -1, type),
      };
    },
  ],
  OnesLike: [moving(() => (x) => tf.onesLike(x), 0)],
  Pack: [
    (g) => {
      const shape = shapeOf(g, 0, 3);
      const axis = g(fc.integer, { min: 0, max: shape.length });
      return both(g, { a: floats(g, shape), b: floats(g, shape) }, (given) =>
        tf.stack([given["a"] as tf.Tensor, given["b"] as tf.Tensor], axis),
      );
    },
  ],
  PadV2: [
    moving((g, shape) => {
      const paddings = shape.map((): [number, number] => [size(g, 2, 0), size(g, 2, 0)]);
      const value = pick(g, 0, 1);
      return (x) => tf.pad(x, paddings, value);
    }),
  ],
  Pow: [
    binary(tf.pow, special, fc.constantFrom(0, 1, 2, 3, -1, 0.5, NaN)),
    binary(tf.pow, positive, real),
    binaryOfIntegers(tf.pow, integer, fc.integer({ min: 0, max: 4 })),
    binaryGradient(tf.pow, positive, real),
  ],
  Prelu: [binary(tf.prelu, real), gradientOfEqualShapes(tf.prelu, real)],
  // Small factors: whole numbers that overflow are no one's results.
  Prod: [
    reduction(tf.prod, floats),
    reduction(tf.prod, (g, shape) => integers(g, shape, fc.integer({ min: -1, max: 1 }))),
  ],
  Range: [
    (g) => {
      const [start, step] = [size(g, 3), pick(g, 1, 2, 0.5)];
      const length = size(g, 6);
      return {
        inputs: { x: floats(g, [length]) },
        run: ({ x }) => tf.add(x as tf.Tensor, tf.range(start, start + length * step, step)),
      };
    },
  ],
  RealDiv: [binary(tf.div), binaryGradient(tf.div, positive)],
  Reciprocal: [unary(tf.reciprocal), differentiable(tf.reciprocal, positive)],
  Relu: [unary(tf.relu), unaryOfIntegers(tf.relu), differentiable(tf.relu)],
  Relu6: [unary(tf.relu6), differentiable(tf.relu6)],
  Reshape: [
    moving((g, shape) => {
      const order = g(() => fc.shuffledSubarray([...shape], { minLength: shape.length }));
      const target = pick(g, order, [-1]);
      return (x) => tf.reshape(x, target);
    }),
  ],
  ResizeBilinear: [resizing("bilinear")],
  ResizeBilinearGrad: [resizing("bilinear")],
  ResizeNearestNeighbor: [resizing("nearest")],
  ResizeNearestNeighborGrad: [resizing("nearest")],
  Reverse: [
    moving((g, shape) => {
      const axes = g(() =>
        fc.subarray(
          shape.map((_, axis) => axis),
          { minLength: 1 },
        ),
      );
      return (x) => tf.reverse(x, axes);
    }),
  ],
  Round: [unary(tf.round), unary(tf.round, fc.constantFrom(0.5, 1.5, 2.5, -0.5, -1.5, 3.4999))],
  Rsqrt: [unary(tf.rsqrt, positive), differentiable(tf.rsqrt, positive)],
  ScatterNd: [scattering((indices, updates, rows) => tf.scatterND(indices, updates, [rows, 3]))],
  Select: [
    (g) => {
      const shape = shapeOf(g, 0, 3);
      const rows = shape.length > 1 && pick(g, true, false);
      const condition = truths(g, rows ? shape.slice(0, 1) : shape);
      const make = pick(g, floats, integers);
      const inputs = { condition, a: make(g, shape), b: make(g, shape) };
      return {
        inputs,
        run: (given) => {
          const chosen = rows
            ? tf.reshape(given["condition"] as tf.Tensor, [-1, ...shape.slice(1).map(() => 1)])
            : (given["condition"] as tf.Tensor);
          return tf.where(chosen, given["a"] as tf.Tensor, given["b"] as tf.Tensor);
        },
      };
    },
    (g) => {
      const [a, b] = broadcastable(g);
      return both(
        g,
        { condition: truths(g, [1]), a: floats(g, a), b: floats(g, b) },
        (given) =>
          tf.where(
            given["condition"] as tf.Tensor,
            given["a"] as tf.Tensor,
            given["b"] as tf.Tensor,
          ),
        ["a", "b"],
      );
    },
  ],
  Selu: [unary(tf.selu), differentiable(tf.selu)],
  Sigmoid: [unary(tf.sigmoid), differentiable(tf.sigmoid)],
  Sign: [unary(tf.sign), unaryOfIntegers(tf.sign)],
  Sin: [unary(tf.sin, real), differentiable(tf.sin)],
  Sinh: [unary(tf.sinh, real), differentiable(tf.sinh)],
  Slice: [
    moving((g, shape) => {
      const begin = shape.map((length) => size(g, length - 1, 0));
      const sizes = shape.map((length, axis) =>
        pick(g, -1, size(g, length - (begin[axis] as number), 0)),
      );
      return (x) => tf.slice(x, begin, sizes);
    }),
  ],
  Softmax: [
    (g) =>
      both(g, { x: floats(g, shapeOf(g, 1, 3)) }, (given) => tf.softmax(given["x"] as tf.Tensor)),
  ],
  Softplus: [unary(tf.softplus), differentiable(tf.softplus)],
  SpaceToBatchND: [
    (g) => {
      const { blocks, edges } = blockShape(g);
      const image = blocks.map((block) => block * size(g, 3));
      const x = floats(g, [size(g, 2), ...image, size(g, 2)]);
      return both(g, { x }, (given) => tf.spaceToBatchND(given["x"] as tf.Tensor, blocks, edges));
    },
  ],
  SplitV: [
    (g) => {
      const shape = shapeOf(g, 1, 3);
      const axis = g(fc.integer, { min: 0, max: shape.length - 1 });
      const parts = [size(g), size(g)];
      const wide = shape.map((length, at) =>
        at === axis ? count(parts.slice(0, 1)) + (parts[1] as number) : length,
      );
      const input = anyInput(g, wide);
      return { inputs: { x: input }, run: ({ x }) => tf.split(x as tf.Tensor, parts, axis) };
    },
  ],
  Sqrt: [unary(tf.sqrt), differentiable(tf.sqrt, positive)],
  Square: [unary(tf.square), unaryOfIntegers(tf.square), differentiable(tf.square)],
  SquaredDifference: [
    binary(tf.squaredDifference),
    binaryOfIntegers(tf.squaredDifference),
    gradientOfEqualShapes(tf.squaredDifference, real),
  ],
  Step: [unary((x) => tf.step(x, 0.25)), unaryOfIntegers((x) => tf.step(x))],
  StridedSlice: [
    (g) => {
      const shape = shapeOf(g, 1, 4, 3);
      const x = anyInput(g, shape);
      const strides = shape.map(() => pick(g, 1, 2, -1, -2));
      const ends = shape.map((length, axis) => {
        const first = size(g, length - 1, 0);
        const last = size(g, length - 1, 0);
        const [low, high] = [Math.min(first, last), Math.max(first, last)];
        return (strides[axis] as number) > 0
          ? [low, high + 1]
          : [high, low - 1 - (low === 0 ? length : 0)];
      });
      const [begins, stops] = [
        ends.map(([from]) => from as number),
        ends.map(([, to]) => to as number),
      ];
      const shrink =
        strides.every((stride) => stride === 1) && shape.length > 1 ? pick(g, 0, 1) : 0;
      return {
        inputs: { x },
        run: (given) =>
          tf.stridedSlice(given["x"] as tf.Tensor, begins, stops, strides, 0, 0, 0, 0, shrink),
      };
    },
  ],
  Sub: [binary(tf.sub), binaryOfIntegers(tf.sub), binaryGradient(tf.sub)],
  Sum: [reduction(tf.sum, floats, true), reduction(tf.sum, integers), reduction(tf.sum, truths)],
  Tan: [unary(tf.tan, unit), differentiable(tf.tan, unit)],
  Tanh: [unary(tf.tanh), differentiable(tf.tanh)],
  TensorScatterUpdate: [
    scattering((indices, updates, rows) =>
      tf.tensorScatterUpdate(tf.mul(tf.ones([rows, 3]), tf.sum(updates)), indices, updates),
    ),
  ],
  Tile: [
    moving((g, shape) => {
      const reps = shape.map(() => size(g, 3));
      return (x) => tf.tile(x, reps);
    }),
  ],
  Transpose: [
    moving((g, shape) => {
      const order = g(() =>
        fc.shuffledSubarray(
          shape.map((_, axis) => axis),
          { minLength: shape.length },
        ),
      );
      return (x) => tf.transpose(x, order);
    }),
  ],
  Unpack: [
    (g) => {
      const shape = shapeOf(g, 1, 3);
      const axis = g(fc.integer, { min: 0, max: shape.length - 1 });
      const input = anyInput(g, shape);
      return { inputs: { x: input }, run: ({ x }) => tf.unstack(x as tf.Tensor, axis) };
    },
  ],
  UnsortedSegmentSum: [
    (g) => {
      const [rows, segments] = [size(g), size(g)];
      const run = ({ x, ids }: Tensors): tf.Tensor =>
        tf.unsortedSegmentSum(x as tf.Tensor, ids as tf.Tensor1D, segments);
      const x = floats(g, [rows, ...shapeOf(g, 0, 2)]);
      // tfjs has no gradient with segments that do not exist.
      const all = fc.integer({ min: -1, max: segments });
      const existing = fc.integer({ min: 0, max: segments - 1 });
      return pick(g, true, false)
        ? { inputs: { x, ids: integers(g, [rows], all) }, run }
        : both(g, { x, ids: integers(g, [rows], existing) }, run, ["x"]);
    },
  ],
  ZerosLike: [moving(() => (x) => tf.zerosLike(x), 0)],
  _FusedMatMul: [fusedProduct],
};
