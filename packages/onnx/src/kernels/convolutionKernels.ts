import type { GraphValue } from "../graph/graphValue.ts";
import { activate } from "./activate.ts";
import { convolutionGeometry } from "./convolutionGeometry.ts";
import { combine } from "./elementwise.ts";
import { gatherWindows } from "./gatherWindows.ts";
import type { KernelCall, KernelTranslation } from "./kernelTranslation.ts";
import { reshapeTo } from "./reshapeTo.ts";
import { scatterWindows } from "./scatterWindows.ts";
import {
  convolveShifted,
  filterGradientShifted,
  inputGradientShifted,
  isNarrow,
} from "./shiftedConvolution.ts";

/**
 * Convolutions and their gradients, each as one matrix product: Gemm is two to four times as fast as ONNX
 * Runtime's own `Conv`, `ConvTranspose` is slower still, and a gradient for the filter does not exist.
 */
export const convolutionKernels: ReadonlyMap<string, KernelTranslation> = new Map<
  string,
  KernelTranslation
>([
  ["Conv2D", (call) => convolve(call)],
  [
    "FusedConv2D",
    (call) => {
      const bias = call.optionalInput("bias");
      const sum = convolve(call);
      return activate(call, bias === undefined ? sum : combine(call.graph, "Add", sum, bias));
    },
  ],
  ["Conv2DBackpropInput", backpropagateToInput],
  ["Conv2DBackpropFilter", backpropagateToFilter],
]);

function convolve(call: KernelCall): GraphValue {
  const { graph, input } = call;
  const [x, filter] = [input("x"), input("filter")];
  const geometry = convolutionGeometry(call, x.shape, filter.shape);
  const { batch, height, width, outChannels } = geometry;
  if (isNarrow(geometry)) {
    const sum = convolveShifted(graph, x, filter, geometry);
    return reshapeTo(graph, sum, [batch, height.out, width.out, outChannels]);
  }
  const windows = gatherWindows(graph, x, geometry);
  const matrix = reshapeTo(graph, filter, [windows.shape[1] as number, outChannels]);
  const shape = [windows.shape[0] as number, outChannels];
  const product = graph.node("Gemm", [windows, matrix], { shape, type: "float32" });
  return reshapeTo(graph, product, [batch, height.out, width.out, outChannels]);
}

function backpropagateToInput(call: KernelCall): GraphValue {
  const { graph, input, attributes } = call;
  const [dy, filter] = [input("dy"), input("filter")];
  const geometry = convolutionGeometry(call, attributes["inputShape"] as number[], filter.shape);
  const { batch, height, width, inChannels, outChannels } = geometry;
  if (isNarrow(geometry)) {
    const sum = inputGradientShifted(graph, dy, filter, geometry);
    return reshapeTo(graph, sum, [batch, height.size, width.size, inChannels]);
  }
  const rows = batch * height.out * width.out;
  const depth = height.taps * width.taps * inChannels;
  const gradient = reshapeTo(graph, dy, [rows, outChannels]);
  const matrix = reshapeTo(graph, filter, [depth, outChannels]);
  const size = { shape: [rows, depth], type: "float32" as const };
  const windows = graph.node("Gemm", [gradient, matrix], size, { transB: 1 });
  return scatterWindows(graph, windows, geometry);
}

function backpropagateToFilter(call: KernelCall): GraphValue {
  const { graph, input, attributes } = call;
  const [x, dy] = [input("x"), input("dy")];
  const filterShape = attributes["filterShape"] as number[];
  const geometry = convolutionGeometry(call, x.shape, filterShape);
  if (isNarrow(geometry)) {
    return reshapeTo(graph, filterGradientShifted(graph, x, dy, geometry), filterShape);
  }
  const windows = gatherWindows(graph, x, geometry);
  const [rows, depth] = windows.shape as [number, number];
  const gradient = reshapeTo(graph, dy, [rows, geometry.outChannels]);
  const size = { shape: [depth, geometry.outChannels], type: "float32" as const };
  const product = graph.node("Gemm", [windows, gradient], size, { transA: 1 });
  return reshapeTo(graph, product, filterShape);
}
