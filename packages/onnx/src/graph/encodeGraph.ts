import { create, toBinary } from "@bufbuild/protobuf";
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProtoSchema,
  ValueInfoProtoSchema,
  type AttributeProto,
  type TensorProto,
  type ValueInfoProto,
} from "../../proto/onnx_pb.js";
import type { GraphBuilder, GraphNode, NodeAttributes } from "./graphBuilder.ts";
import type { GraphValue } from "./graphValue.ts";
import { onnxTypes, type TensorValues } from "./tensorType.ts";

/** Version of ONNX's file format. */
const irVersion = 10n;
/** Version of the standard set of operators; every operator that the kernels emit exists in it. */
const operatorSet = 21n;

/**
 * A graph as the bytes of an ONNX model. What no output needs is left out.
 *
 * @param graph - the nodes
 * @param outputs - names of the model's outputs and the values they stand for
 * @param name - name of the graph
 * @returns bytes of a `ModelProto`; the same graph gives the same bytes
 */
export function encodeGraph(
  graph: GraphBuilder,
  outputs: ReadonlyMap<string, GraphValue>,
  name: string,
): Uint8Array {
  const nodes = reachableNodes(graph, outputs.values());
  const named = [...outputs].map(([output, value]) => ({
    ...{ operator: "Identity", inputs: [value.name], outputs: [output], attributes: {} },
  }));
  const all = [...nodes, ...named];
  const names = numberNames(all);
  const constants = [...names.keys()].flatMap((name) => graph.constants.get(name) ?? []);
  const model = create(ModelProtoSchema, {
    irVersion,
    producerName: "@ftcp/onnx",
    opsetImport: [{ domain: "", version: operatorSet }],
    graph: create(GraphProtoSchema, {
      name,
      node: all.map((node) =>
        create(NodeProtoSchema, {
          opType: node.operator,
          input: node.inputs.map((input) => names.get(input) ?? input),
          output: node.outputs.map((output) => names.get(output) ?? output),
          attribute: encodeAttributes(node.attributes),
        }),
      ),
      input: graph.inputs.map((input) => describeValue(input.name, input)),
      output: [...outputs].map(([output, value]) => describeValue(output, value)),
      initializer: constants.map((constant) =>
        encodeConstant(constant, names.get(constant.name) ?? constant.name),
      ),
    }),
  });
  return toBinary(ModelProtoSchema, model);
}

function reachableNodes(graph: GraphBuilder, outputs: Iterable<GraphValue>): GraphNode[] {
  const needed = new Set(Array.from(outputs, (value) => value.name));
  const kept: GraphNode[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((output) => needed.has(output))) continue;
    for (const input of node.inputs) needed.add(input);
    kept.push(node);
  }
  return kept.reverse();
}

/** Names that nobody chose, numbered as they appear, so that what was left out changes nothing. */
function numberNames(nodes: readonly GraphNode[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  let count = 0;
  for (const { inputs, outputs } of nodes) {
    for (const name of [...inputs, ...outputs]) {
      if (!names.has(name)) names.set(name, name.startsWith("#") ? `#${count++}` : name);
    }
  }
  return names;
}

function encodeAttributes(attributes: NodeAttributes): AttributeProto[] {
  return Object.entries(attributes).map(([name, value]) => {
    if (typeof value === "number") {
      const type = AttributeProto_AttributeType.INT;
      return create(AttributeProtoSchema, { name, type, i: BigInt(value) });
    }
    if (typeof value === "string") {
      const s = new TextEncoder().encode(value);
      return create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.STRING, s });
    }
    if ("float" in value) {
      const type = AttributeProto_AttributeType.FLOAT;
      return create(AttributeProtoSchema, { name, type, f: value.float });
    }
    const type = AttributeProto_AttributeType.INTS;
    return create(AttributeProtoSchema, { name, type, ints: value.map(BigInt) });
  });
}

function describeValue(name: string, { shape, type }: GraphValue): ValueInfoProto {
  const dim = shape.map((size) => ({ value: { case: "dimValue" as const, value: BigInt(size) } }));
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: "tensorType", value: { elemType: onnxTypes[type], shape: { dim } } } },
  });
}

function encodeConstant(
  value: GraphValue & { readonly constant: TensorValues },
  name: string,
): TensorProto {
  const { buffer, byteOffset, byteLength } = value.constant;
  return create(TensorProtoSchema, {
    name,
    dataType: onnxTypes[value.type],
    dims: value.shape.map(BigInt),
    rawData: new Uint8Array(buffer, byteOffset, byteLength).slice(),
  });
}
