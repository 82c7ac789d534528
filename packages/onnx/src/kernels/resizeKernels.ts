import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import type { KernelCall, KernelTranslation } from "./kernelTranslation.ts";
import { reshapeTo } from "./reshapeTo.ts";

/** Images made larger or smaller; along each axis a product with a constant matrix, whose transpose is the gradient. */
export const resizeKernels: ReadonlyMap<string, KernelTranslation> = new Map<
  string,
  KernelTranslation
>([
  ["ResizeNearestNeighbor", (call) => resize(call, nearest)],
  ["ResizeBilinear", (call) => resize(call, linear)],
  ["ResizeNearestNeighborGrad", (call) => backpropagate(call, nearest)],
  ["ResizeBilinearGrad", (call) => backpropagate(call, linear)],
]);

interface Options {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

/** The elements, and their weights, of which the element at `place` of the output is made. */
type Stencil = (
  place: number,
  size: number,
  scale: number,
  options: Options,
) => readonly (readonly [element: number, weight: number])[];

const nearest: Stencil = (place, size, scale, { alignCorners, halfPixelCenters }) => {
  const position = scale * (halfPixelCenters ? place + 0.5 : place);
  const element = alignCorners ? Math.round(position) : Math.floor(position);
  return [[Math.min(size - 1, Math.max(0, element)), 1]];
};

const linear: Stencil = (place, size, scale, { halfPixelCenters }) => {
  const position = halfPixelCenters ? scale * (place + 0.5) - 0.5 : scale * place;
  const below = Math.max(0, Math.floor(position));
  const above = Math.min(size - 1, Math.ceil(position));
  const fraction = position - below;
  return [
    [below, 1 - fraction],
    [above, fraction],
  ];
};

/** The matrix `[out, size]` of one axis. */
function matrixOf(stencil: Stencil, size: number, out: number, options: Options): Float64Array {
  const aligned = options.alignCorners && out > 1;
  const scale = aligned ? (size - 1) / (out - 1) : size / out;
  const matrix = new Float64Array(out * size);
  for (let place = 0; place < out; place++) {
    for (const [element, weight] of stencil(place, size, scale, options)) {
      matrix[place * size + element] = (matrix[place * size + element] as number) + weight;
    }
  }
  return matrix;
}

function resize(call: KernelCall, stencil: Stencil): GraphValue {
  const { graph, input, attributes, unsupported } = call;
  const images = input("images");
  if (images.type !== "float32") unsupported("numbers other than float32");
  const [height, width] = images.shape.slice(1) as [number, number];
  const [newHeight, newWidth] = attributes["size"] as [number, number];
  const options = {
    alignCorners: attributes["alignCorners"] === true,
    halfPixelCenters: attributes["halfPixelCenters"] === true,
  };
  const rows = matrixOf(stencil, height, newHeight, options);
  const columns = matrixOf(stencil, width, newWidth, options);
  return applyToAxes(graph, images, rows, newHeight, columns, newWidth);
}

function backpropagate(call: KernelCall, stencil: Stencil): GraphValue {
  const { graph, input, attributes } = call;
  const [images, dy] = [input("images"), input("dy")];
  const [height, width] = images.shape.slice(1) as [number, number];
  const [newHeight, newWidth] = dy.shape.slice(1) as [number, number];
  // tfjs's gradients do not know of centres of pixels.
  const options = { alignCorners: attributes["alignCorners"] === true, halfPixelCenters: false };
  const rows = transposed(matrixOf(stencil, height, newHeight, options), newHeight, height);
  const columns = transposed(matrixOf(stencil, width, newWidth, options), newWidth, width);
  return applyToAxes(graph, dy, rows, height, columns, width);
}

function transposed(matrix: Float64Array, rows: number, columns: number): Float64Array {
  return Float64Array.from(
    { length: matrix.length },
    (_, at) => matrix[(at % rows) * columns + Math.floor(at / rows)] as number,
  );
}

/** Matrices times the axes 1 and 2 of a tensor of rank 4. */
function applyToAxes(
  graph: GraphBuilder,
  x: GraphValue,
  rows: Float64Array,
  newHeight: number,
  columns: Float64Array,
  newWidth: number,
): GraphValue {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const left = graph.constant(Float32Array.from(rows), [newHeight, height], "float32");
  const right = graph.constant(Float32Array.from(columns), [newWidth, width], "float32");
  let result = reshapeTo(graph, x, [batch, height, width * channels]);
  result = graph.node("MatMul", [left, result], {
    ...{ shape: [batch, newHeight, width * channels], type: "float32" },
  });
  result = reshapeTo(graph, result, [batch * newHeight, width, channels]);
  result = graph.node("MatMul", [right, result], {
    ...{ shape: [batch * newHeight, newWidth, channels], type: "float32" },
  });
  return reshapeTo(graph, result, [batch, newHeight, newWidth, channels]);
}
