import type { CompositionConstraint } from "./compositionConstraint.ts";

/** Whether a set of element symbols is one that a constraint asks for. */
export function satisfiesComposition(
  elements: readonly string[],
  { required = [], excluded = [], allowed }: CompositionConstraint,
): boolean {
  return (
    required.every((element) => elements.includes(element)) &&
    !excluded.some((element) => elements.includes(element)) &&
    (allowed === undefined || elements.every((element) => allowed.includes(element)))
  );
}
