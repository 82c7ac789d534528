import type { GraphValue } from "../graph/graphValue.ts";
import { clip } from "./clip.ts";
import { combine, like } from "./elementwise.ts";
import type { KernelCall } from "./kernelTranslation.ts";
import { rectify } from "./rectify.ts";

/** What a fused kernel does last: its `activation`. */
export function activate(call: KernelCall, value: GraphValue): GraphValue {
  const { graph, attributes, unsupported, optionalInput } = call;
  const activation = (attributes["activation"] as string | undefined) ?? "linear";
  switch (activation) {
    case "linear":
      return value;
    case "relu":
      return rectify(graph, value);
    case "elu":
    case "sigmoid":
      return like(graph, `${activation.charAt(0).toUpperCase()}${activation.slice(1)}`, [value]);
    case "relu6":
      return clip(graph, value, 0, 6);
    case "leakyrelu": {
      const alpha = attributes["leakyreluAlpha"] as number;
      return like(graph, "LeakyRelu", [value], { alpha: { float: alpha } });
    }
    case "prelu": {
      const weights = optionalInput("preluActivationWeights");
      if (weights === undefined) return unsupported("prelu without weights");
      const negative = combine(graph, "Less", value, graph.scalar(0), "bool");
      const scaled = combine(graph, "Mul", value, weights);
      return graph.node("Where", [negative, scaled, value], {
        shape: value.shape,
        type: value.type,
      });
    }
    default:
      return unsupported(`the activation ${activation}`);
  }
}
