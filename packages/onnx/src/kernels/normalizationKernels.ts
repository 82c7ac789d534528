import { combine, like } from "./elementwise.ts";
import type { KernelTranslation } from "./kernelTranslation.ts";

/** Batch normalisation with given statistics. */
export const normalizationKernels: ReadonlyMap<string, KernelTranslation> = new Map<
  string,
  KernelTranslation
>([
  [
    "FusedBatchNorm",
    ({ graph, input, optionalInput, attributes }) => {
      const epsilon = graph.scalar(attributes["varianceEpsilon"] as number);
      const shifted = combine(graph, "Add", input("variance"), epsilon);
      const inverse = like(graph, "Reciprocal", [like(graph, "Sqrt", [shifted])]);
      const scale = optionalInput("scale");
      const factor = scale === undefined ? inverse : combine(graph, "Mul", inverse, scale);
      const centred = combine(graph, "Sub", input("x"), input("mean"));
      const scaled = combine(graph, "Mul", centred, factor);
      const offset = optionalInput("offset");
      return offset === undefined ? scaled : combine(graph, "Add", scaled, offset);
    },
  ],
]);
