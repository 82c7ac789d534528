import type { GraphValue } from "../graph/graphValue.ts";
import { arrangementKernels } from "./arrangementKernels.ts";
import { binaryKernels } from "./binaryKernels.ts";
import { convolutionKernels } from "./convolutionKernels.ts";
import { depthwiseKernels } from "./depthwiseKernels.ts";
import { indexKernels } from "./indexKernels.ts";
import type { KernelCall, KernelTranslation } from "./kernelTranslation.ts";
import { matrixKernels } from "./matrixKernels.ts";
import { normalizationKernels } from "./normalizationKernels.ts";
import { poolingKernels } from "./poolingKernels.ts";
import { reductionKernels } from "./reductionKernels.ts";
import { resizeKernels } from "./resizeKernels.ts";
import { shapeKernels } from "./shapeKernels.ts";
import { unaryKernels } from "./unaryKernels.ts";

const translations: ReadonlyMap<string, KernelTranslation> = new Map([
  ...unaryKernels,
  ...binaryKernels,
  ...reductionKernels,
  ...shapeKernels,
  ...matrixKernels,
  ...convolutionKernels,
  ...depthwiseKernels,
  ...poolingKernels,
  ...resizeKernels,
  ...normalizationKernels,
  ...indexKernels,
  ...arrangementKernels,
]);

/** Names of the kernels that have a translation. */
export function translatedKernels(): readonly string[] {
  return [...translations.keys()].sort();
}

/** Emits the nodes of one call of a kernel. */
export function translateKernel(call: KernelCall): GraphValue | readonly GraphValue[] {
  const translation = translations.get(call.kernel);
  return translation === undefined ? call.unsupported("no translation") : translation(call);
}
