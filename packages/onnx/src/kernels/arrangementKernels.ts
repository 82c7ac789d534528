import { backend_util, slice_util } from "@tensorflow/tfjs-core";
import type { GraphValue } from "../graph/graphValue.ts";
import { toTensorType } from "../graph/tensorType.ts";
import { combine } from "./elementwise.ts";
import { takeAlong } from "./indexKernels.ts";
import type { KernelCall, KernelTranslation } from "./kernelTranslation.ts";
import { normalizeAxes } from "./normalizeAxes.ts";
import { reshapeTo } from "./reshapeTo.ts";
import { transposeTo } from "./shapeKernels.ts";
import { padWith } from "./padWith.ts";
import { sliceFrom } from "./sliceFrom.ts";

/** Kernels that bring elements into another order, or make tensors of known numbers. */
export const arrangementKernels: ReadonlyMap<string, KernelTranslation> = new Map<
  string,
  KernelTranslation
>([
  ["BatchToSpaceND", translateBatchToSpace],
  ["SpaceToBatchND", translateSpaceToBatch],
  ["DepthToSpace", translateDepthToSpace],
  ["Diag", translateDiagonal],
  ["LinSpace", translateLinSpace],
  ["MirrorPad", translateMirrorPad],
  ["Range", translateRange],
  [
    "Reverse",
    ({ graph, input, attributes }) => {
      const x = input("x");
      return normalizeAxes(attributes["dims"], x.shape.length).reduce((value, axis) => {
        const size = x.shape[axis] as number;
        const order = Array.from({ length: size }, (_, place) => size - 1 - place);
        return takeAlong(graph, value, axis, order);
      }, x);
    },
  ],
  ["StridedSlice", translateStridedSlice],
]);

function translateBatchToSpace({ graph, input, attributes }: KernelCall): GraphValue {
  const x = input("x");
  const blockShape = attributes["blockShape"] as number[];
  const crops = attributes["crops"] as number[][];
  const blocks = blockShape.reduce((product, size) => product * size, 1);
  const split = backend_util.getReshaped([...x.shape], blockShape, blocks);
  const order = backend_util.getPermuted(split.length, blockShape.length);
  const merged = backend_util.getReshapedPermuted([...x.shape], blockShape, blocks);
  const turned = transposeTo(graph, reshapeTo(graph, x, split), order);
  const begin = backend_util.getSliceBeginCoords(crops, blockShape.length);
  const size = backend_util.getSliceSize(merged, crops, blockShape.length);
  return sliceFrom(graph, reshapeTo(graph, turned, merged), begin, size);
}

function translateSpaceToBatch({ graph, input, attributes }: KernelCall): GraphValue {
  const x = input("x");
  const blockShape = attributes["blockShape"] as number[];
  const paddings = attributes["paddings"] as [number, number][];
  const blocks = blockShape.reduce((product, size) => product * size, 1);
  const inner = x.shape.slice(1 + blockShape.length);
  const all = [[0, 0] as const, ...paddings, ...inner.map(() => [0, 0] as const)];
  const padded = padWith(graph, x, all, 0);
  const split = backend_util.getReshaped([...padded.shape], blockShape, blocks, false);
  const order = backend_util.getPermuted(split.length, blockShape.length, false);
  const merged = backend_util.getReshapedPermuted([...padded.shape], blockShape, blocks, false);
  return reshapeTo(graph, transposeTo(graph, reshapeTo(graph, padded, split), order), merged);
}

function translateDepthToSpace({ graph, input, attributes, unsupported }: KernelCall): GraphValue {
  if (attributes["dataFormat"] !== "NHWC") unsupported("channels first");
  const x = input("x");
  const block = attributes["blockSize"] as number;
  const [batch, height, width, depth] = x.shape as [number, number, number, number];
  const channels = depth / block ** 2;
  const split = reshapeTo(graph, x, [batch, height, width, block, block, channels]);
  const turned = transposeTo(graph, split, [0, 1, 3, 2, 4, 5]);
  return reshapeTo(graph, turned, [batch, height * block, width * block, channels]);
}

function translateDiagonal({ graph, input, unsupported }: KernelCall): GraphValue {
  const x = input("x");
  if (x.type === "int64") return unsupported("int64");
  const size = x.shape.reduce((product, length) => product * length, 1);
  const places = Int32Array.from({ length: size }, (_, place) => place);
  const rows = graph.constant(places, [size, 1], "int32");
  const columns = graph.constant(places, [1, size], "int32");
  const onDiagonal = combine(graph, "Equal", rows, columns, "bool");
  const inputs = [onDiagonal, reshapeTo(graph, x, [size, 1]), graph.uniform(0, [], x.type)];
  const matrix = graph.node("Where", inputs, { shape: [size, size], type: x.type });
  return reshapeTo(graph, matrix, [...x.shape, ...x.shape]);
}

/** Sums of rounded steps, as tfjs has it. */
function translateLinSpace({ graph, attributes }: KernelCall): GraphValue {
  const [start, stop] = [attributes["start"] as number, attributes["stop"] as number];
  const count = attributes["num"] as number;
  const values = new Float32Array(count);
  values[0] = start;
  const step = (stop - start) / (count - 1);
  for (let at = 1; at < count; at++) values[at] = (values[at - 1] as number) + step;
  return graph.constant(values, [count], "float32");
}

function translateRange({ graph, attributes }: KernelCall): GraphValue {
  const [start, stop] = [attributes["start"] as number, attributes["stop"] as number];
  const given = attributes["step"] as number;
  const type = toTensorType(attributes["dtype"] as "float32" | "int32");
  const isEmpty = start === stop || (start < stop && given < 0) || (stop < start && given > 1);
  const count = isEmpty ? 0 : Math.abs(Math.ceil((stop - start) / given));
  const step = stop < start && given === 1 ? -1 : given;
  const values = type === "int32" ? new Int32Array(count) : new Float32Array(count);
  if (count > 0) values[0] = start;
  for (let at = 1; at < count; at++) values[at] = (values[at - 1] as number) + step;
  return graph.constant(values, [count], type);
}

function translateMirrorPad({ graph, input, attributes }: KernelCall): GraphValue {
  const x = input("x");
  const paddings = attributes["paddings"] as [number, number][];
  const offset = attributes["mode"] === "reflect" ? 0 : 1;
  return paddings.reduce((value, [before, after], axis) => {
    const size = x.shape[axis] as number;
    const order = Array.from({ length: before + size + after }, (_, at) => {
      const place = at - before;
      if (place < 0) return -place - offset;
      return place < size ? place : 2 * (size - 1) - place + offset;
    });
    return takeAlong(graph, value, axis, order);
  }, x);
}

function translateStridedSlice({ graph, input, attributes }: KernelCall): GraphValue {
  const x = input("x");
  const info = slice_util.sliceInfo(
    [...x.shape],
    attributes["begin"] as number[],
    attributes["end"] as number[],
    attributes["strides"] as number[],
    attributes["beginMask"] as number,
    attributes["endMask"] as number,
    attributes["ellipsisMask"] as number,
    attributes["newAxisMask"] as number,
    attributes["shrinkAxisMask"] as number,
  );
  if (info.isIdentity) return reshapeTo(graph, x, info.finalShape);
  const size = slice_util.computeOutShape(info.begin, info.end, info.strides);
  return reshapeTo(graph, sliceFrom(graph, x, info.begin, size, info.strides), info.finalShape);
}
