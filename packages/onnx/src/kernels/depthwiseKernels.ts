import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import { activate } from "./activate.ts";
import { convolutionGeometry, type ConvolutionGeometry } from "./convolutionGeometry.ts";
import { combine } from "./elementwise.ts";
import { gatherWindows } from "./gatherWindows.ts";
import type { KernelCall, KernelTranslation } from "./kernelTranslation.ts";
import { reshapeTo } from "./reshapeTo.ts";
import { scatterWindows } from "./scatterWindows.ts";

/**
 * Convolutions with filters of their own for every channel, `[height, width, channels, multiplier]`, and their
 * gradients: a sum over the taps of each window.
 */
export const depthwiseKernels: ReadonlyMap<string, KernelTranslation> = new Map<
  string,
  KernelTranslation
>([
  ["DepthwiseConv2dNative", (call) => convolve(call)],
  [
    "FusedDepthwiseConv2D",
    (call) => {
      const bias = call.optionalInput("bias");
      const sum = convolve(call);
      return activate(call, bias === undefined ? sum : combine(call.graph, "Add", sum, bias));
    },
  ],
  ["DepthwiseConv2dNativeBackpropInput", backpropagateToInput],
  ["DepthwiseConv2dNativeBackpropFilter", backpropagateToFilter],
]);

interface Sizes {
  readonly places: number;
  readonly taps: number;
  readonly channels: number;
  readonly multiplier: number;
}

function sizesOf({ batch, height, width, inChannels, outChannels }: ConvolutionGeometry): Sizes {
  return {
    places: batch * height.out * width.out,
    taps: height.taps * width.taps,
    channels: inChannels,
    multiplier: outChannels / inChannels,
  };
}

function sumOver(graph: GraphBuilder, x: GraphValue, axis: number): GraphValue {
  const shape = x.shape.filter((_, other) => other !== axis);
  return graph.node(
    "ReduceSum",
    [x, graph.integers([axis])],
    { shape, type: x.type },
    {
      keepdims: 0,
    },
  );
}

function convolve(call: KernelCall): GraphValue {
  const { graph, input } = call;
  const [x, filter] = [input("x"), input("filter")];
  const geometry = convolutionGeometry(call, x.shape, filter.shape, true);
  const { places, taps, channels, multiplier } = sizesOf(geometry);
  const windows = gatherWindows(graph, x, geometry);
  const left = reshapeTo(graph, windows, [places, taps, channels, 1]);
  const right = reshapeTo(graph, filter, [1, taps, channels, multiplier]);
  const sum = sumOver(graph, combine(graph, "Mul", left, right), 1);
  const { batch, height, width, outChannels } = geometry;
  return reshapeTo(graph, sum, [batch, height.out, width.out, outChannels]);
}

function backpropagateToInput(call: KernelCall): GraphValue {
  const { graph, input, attributes } = call;
  const [dy, filter] = [input("dy"), input("filter")];
  const inputShape = attributes["inputShape"] as number[];
  const geometry = convolutionGeometry(call, inputShape, filter.shape, true);
  const { places, taps, channels, multiplier } = sizesOf(geometry);
  const left = reshapeTo(graph, dy, [places, 1, channels, multiplier]);
  const right = reshapeTo(graph, filter, [1, taps, channels, multiplier]);
  const sum = sumOver(graph, combine(graph, "Mul", left, right), 3);
  return scatterWindows(graph, reshapeTo(graph, sum, [places, taps * channels]), geometry);
}

function backpropagateToFilter(call: KernelCall): GraphValue {
  const { graph, input, attributes } = call;
  const [x, dy] = [input("x"), input("dy")];
  const filterShape = attributes["filterShape"] as number[];
  const geometry = convolutionGeometry(call, x.shape, filterShape, true);
  const { places, taps, channels, multiplier } = sizesOf(geometry);
  const left = reshapeTo(graph, gatherWindows(graph, x, geometry), [places, taps, channels, 1]);
  const right = reshapeTo(graph, dy, [places, 1, channels, multiplier]);
  return reshapeTo(graph, sumOver(graph, combine(graph, "Mul", left, right), 0), filterShape);
}
