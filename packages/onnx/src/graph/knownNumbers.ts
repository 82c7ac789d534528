import { fillNumbers } from "./fillNumbers.ts";
import type { GraphValue } from "./graphValue.ts";
import type { TensorValues } from "./tensorType.ts";

/** The numbers of a value that are known when the graph is built, or `undefined`. */
export function knownNumbers({
  constant,
  uniform,
  shape,
  type,
}: GraphValue): TensorValues | undefined {
  if (constant !== undefined || uniform === undefined || type === "int64") return constant;
  const size = shape.reduce((product, length) => product * length, 1);
  return fillNumbers(uniform, size, type);
}
