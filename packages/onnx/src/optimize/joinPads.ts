import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import { padWith } from "../kernels/padWith.ts";
import { concatenate } from "../kernels/shapeKernels.ts";

/** A tensor between zeros. */
interface Padded {
  readonly source: GraphValue;
  readonly before: readonly number[];
  readonly shape: readonly number[];
}

/**
 * The sum of tensors that are zero where the others are not, each padded with zeros from a part, as one concatenation:
 * what the gradient of slices is.
 *
 * @param graph - receives the nodes
 * @param terms - what is added up
 * @returns the sum, in the shape before any reshape; `undefined` where the terms are something else
 */
export function joinPads(
  graph: GraphBuilder,
  terms: readonly GraphValue[],
): GraphValue | undefined {
  if (terms.length < 2) return undefined;
  const parts: Padded[] = [];
  for (const term of terms) {
    const part = findPadded(graph, term);
    if (part?.shape.join() !== (parts[0] ?? part)?.shape.join()) return undefined;
    if (part === undefined) return undefined;
    parts.push(part);
  }
  const shape = parts[0]?.shape ?? [];
  for (const [axis, length] of shape.entries()) {
    const begin = (part: Padded): number => part.before[axis] as number;
    const end = (part: Padded): number => begin(part) + (part.source.shape[axis] as number);
    const sorted = [...parts].sort((p, q) => begin(p) - begin(q));
    const next = (index: number): number => {
      const follower = sorted[index + 1];
      return follower === undefined ? length : begin(follower);
    };
    if (sorted.some((part, index) => end(part) > next(index))) continue;
    const pieces = sorted.map((part, index) => {
      const paddings = part.source.shape.map((size, at): [number, number] => {
        const first = part.before[at] as number;
        if (at === axis) return [index === 0 ? first : 0, next(index) - end(part)];
        return [first, (shape[at] as number) - size - first];
      });
      return padWith(graph, part.source, paddings, 0);
    });
    return concatenate(graph, pieces, axis);
  }
  return undefined;
}

/** What `Pad` with zeros made a value of, through a reshape. */
function findPadded(graph: GraphBuilder, value: GraphValue): Padded | undefined {
  let node = graph.producerOf(value.name);
  if (node?.operator === "Reshape") node = graph.producerOf(node.inputs[0] as string);
  if (node?.operator !== "Pad" || node.attributes["mode"] !== undefined) return undefined;
  const [from, pads, fill] = node.inputs.map((name) => graph.values.get(name));
  const result = graph.values.get(node.outputs[0] as string);
  if (from === undefined || pads?.constant === undefined || result === undefined) return undefined;
  if (fill?.constant === undefined || Number(fill.constant[0]) !== 0) return undefined;
  const all = Array.from(pads.constant as Iterable<bigint>, Number);
  if (all.some((count) => count < 0)) return undefined;
  return { source: from, before: all.slice(0, from.shape.length), shape: result.shape };
}
