import { backend_util } from "@tensorflow/tfjs-core";
import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import type { ConvolutionGeometry, WindowAxis } from "./convolutionGeometry.ts";
import { combine } from "./elementwise.ts";
import { gatherWindows } from "./gatherWindows.ts";
import type { KernelCall, KernelTranslation } from "./kernelTranslation.ts";
import { reshapeTo } from "./reshapeTo.ts";
import { scatterWindows } from "./scatterWindows.ts";

/** Pooling over height and width, channels last, and its gradients, over the windows of a convolution. */
export const poolingKernels: ReadonlyMap<string, KernelTranslation> = new Map<
  string,
  KernelTranslation
>([
  ["MaxPool", takeMaximum],
  ["MaxPoolGrad", spreadMaximum],
  ["AvgPool", takeMean],
  ["AvgPoolGrad", spreadMean],
]);

function poolingGeometry(
  { attributes }: KernelCall,
  shape: readonly number[],
): ConvolutionGeometry {
  const info = backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    attributes["filterSize"] as [number, number] | number,
    attributes["strides"] as [number, number] | number,
    1,
    attributes["pad"] as "same" | "valid" | number,
    attributes["dimRoundingMode"] as "floor" | "round" | "ceil" | undefined,
  );
  const axis = (
    size: number,
    out: number,
    taps: number,
    stride: number,
    before: number,
  ): WindowAxis => ({ size, out, taps, stride, before, dilation: 1 });
  const { padInfo } = info;
  return {
    batch: info.batchSize,
    height: axis(info.inHeight, info.outHeight, info.filterHeight, info.strideHeight, padInfo.top),
    width: axis(info.inWidth, info.outWidth, info.filterWidth, info.strideWidth, padInfo.left),
    inChannels: info.inChannels,
    outChannels: info.inChannels,
  };
}

/** Windows as `[places, taps, channels]`, with this number where a window reaches over the edge. */
function windowsOf(
  graph: GraphBuilder,
  x: GraphValue,
  geometry: ConvolutionGeometry,
  outside: number,
): GraphValue {
  const { height, width, inChannels } = geometry;
  const windows = gatherWindows(graph, x, geometry, outside);
  const places = windows.shape[0] as number;
  return reshapeTo(graph, windows, [places, height.taps * width.taps, inChannels]);
}

function reduceTaps(graph: GraphBuilder, operator: string, windows: GraphValue): GraphValue {
  const [places, , channels] = windows.shape as [number, number, number];
  const size = { shape: [places, channels], type: windows.type };
  return graph.node(operator, [windows, graph.integers([1])], size, { keepdims: 0 });
}

function outputShape({ batch, height, width, inChannels }: ConvolutionGeometry): number[] {
  return [batch, height.out, width.out, inChannels];
}

function takeMaximum(call: KernelCall): GraphValue {
  const { graph, input } = call;
  const x = input("x");
  const geometry = poolingGeometry(call, x.shape);
  const windows = windowsOf(graph, x, geometry, -Infinity);
  return reshapeTo(graph, reduceTaps(graph, "ReduceMax", windows), outputShape(geometry));
}

/** Each gradient goes to the first maximum of its window. */
function spreadMaximum(call: KernelCall): GraphValue {
  const { graph, input } = call;
  const [x, dy] = [input("input"), input("dy")];
  const geometry = poolingGeometry(call, x.shape);
  const windows = windowsOf(graph, x, geometry, -Infinity);
  const [places, taps, channels] = windows.shape as [number, number, number];
  const first = graph.node(
    "ArgMax",
    [windows],
    { shape: [places, 1, channels], type: "int64" },
    { axis: 1, keepdims: 1 },
  );
  const order = graph.constant(
    BigInt64Array.from({ length: taps }, (_, tap) => BigInt(tap)),
    [1, taps, 1],
    "int64",
  );
  const isFirst = combine(graph, "Equal", order, first, "bool");
  const gradient = reshapeTo(graph, dy, [places, 1, channels]);
  const size = { shape: windows.shape, type: "float32" as const };
  const spread = graph.node("Where", [isFirst, gradient, graph.scalar(0)], size);
  return scatterWindows(graph, reshapeTo(graph, spread, [places, taps * channels]), geometry);
}

function takeMean(call: KernelCall): GraphValue {
  const { graph, input } = call;
  const x = input("x");
  const geometry = poolingGeometry(call, x.shape);
  const { height, width } = geometry;
  const sum = reduceTaps(graph, "ReduceSum", windowsOf(graph, x, geometry, 0));
  // What lies over the edge does not count.
  const [rows, columns] = [tapsInside(height), tapsInside(width)];
  const counts = rows.flatMap((row) => columns.map((column) => row * column));
  const divisors = graph.constant(
    Float32Array.from(counts),
    [1, height.out, width.out, 1],
    "float32",
  );
  return combine(graph, "Div", reshapeTo(graph, sum, outputShape(geometry)), divisors);
}

function tapsInside({ size, out, taps, stride, before }: WindowAxis): number[] {
  return Array.from({ length: out }, (_, place) => {
    const first = place * stride - before;
    return Math.min(size, first + taps) - Math.max(0, first);
  });
}

/** As tfjs does it: over all taps of a window, also those over the edge, which the mean does not count. */
function spreadMean(call: KernelCall): GraphValue {
  const { graph, input } = call;
  const [x, dy] = [input("input"), input("dy")];
  const geometry = poolingGeometry(call, x.shape);
  const { batch, height, width, inChannels } = geometry;
  const [places, taps] = [batch * height.out * width.out, height.taps * width.taps];
  const share = combine(graph, "Mul", dy, graph.scalar(1 / taps));
  const column = reshapeTo(graph, share, [places, 1, inChannels]);
  const shape = [places, taps, inChannels];
  const spread = graph.node("Expand", [column, graph.integers(shape)], { shape, type: "float32" });
  return scatterWindows(graph, reshapeTo(graph, spread, [places, taps * inChannels]), geometry);
}
