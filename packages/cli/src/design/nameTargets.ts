import type { PropertyTarget } from "@ftcp/sampling";

/**
 * Names targets for people and files: as typed, those by word with the bound that the known crystals set.
 *
 * @param typed - the targets as typed
 * @param targets - the same as they were read
 * @returns for example `minimize band_gap (band_gap<0.021)`
 */
export function nameTargets(
  typed: readonly string[],
  targets: readonly PropertyTarget[],
): readonly string[] {
  return typed.map((text, i) => {
    const target = targets[i];
    const isByWord = !/[=<>]/u.test(text);
    if (!isByWord || (target?.kind !== "below" && target?.kind !== "above")) return text;
    const { kind, property, value } = target;
    const bound = Number(value.toPrecision(4));
    return `${text} (${property}${kind === "below" ? "<" : ">"}${bound})`;
  });
}
