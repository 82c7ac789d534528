import { backend_util } from "@tensorflow/tfjs-core";
import type { KernelCall } from "./kernelTranslation.ts";

type Shape4 = [number, number, number, number];

/** One direction (height or width) of a convolution. */
export interface WindowAxis {
  /** Length of the input. */
  readonly size: number;
  /** Length of the output. */
  readonly out: number;
  /** Taps of the filter. */
  readonly taps: number;
  /** Step between windows. */
  readonly stride: number;
  /** Step between taps. */
  readonly dilation: number;
  /** Zeros before the first element. */
  readonly before: number;
}

/** A two-dimensional convolution, channels last. */
export interface ConvolutionGeometry {
  readonly batch: number;
  readonly height: WindowAxis;
  readonly width: WindowAxis;
  readonly inChannels: number;
  readonly outChannels: number;
}

/** The geometry of a convolution kernel's call, for an input and a filter of these shapes. */
export function convolutionGeometry(
  { attributes, unsupported }: KernelCall,
  inputShape: readonly number[],
  filterShape: readonly number[],
  depthwise = false,
): ConvolutionGeometry {
  const dataFormat = (attributes["dataFormat"] as string | undefined) ?? "NHWC";
  if (dataFormat !== "NHWC") unsupported(`the data format ${dataFormat}`);
  const info = backend_util.computeConv2DInfo(
    inputShape as Shape4,
    filterShape as Shape4,
    attributes["strides"] as [number, number],
    (attributes["dilations"] as [number, number] | undefined) ?? 1,
    attributes["pad"] as "same" | "valid" | number,
    attributes["dimRoundingMode"] as "floor" | "round" | "ceil" | undefined,
    depthwise,
  );
  if (filterShape[2] !== info.inChannels) unsupported("groups of channels");
  return {
    batch: info.batchSize,
    height: {
      ...{ size: info.inHeight, out: info.outHeight, taps: info.filterHeight },
      ...{ stride: info.strideHeight, dilation: info.dilationHeight, before: info.padInfo.top },
    },
    width: {
      ...{ size: info.inWidth, out: info.outWidth, taps: info.filterWidth },
      ...{ stride: info.strideWidth, dilation: info.dilationWidth, before: info.padInfo.left },
    },
    inChannels: info.inChannels,
    outChannels: info.outChannels,
  };
}
