import type { PropertyTarget } from "@ftcp/sampling";
import { targetDistance } from "@ftcp/sampling";
import type { CaseCriterion } from "./caseProtocol.ts";

/**
 * Whether properties meet all criteria of a demonstration.
 *
 * @param targets - the targets of the search
 * @param criteria - how near is near enough
 * @param properties - known or predicted values, each in its unit
 * @returns undefined when a property is not known
 */
export function isHit(
  targets: readonly PropertyTarget[],
  criteria: readonly CaseCriterion[],
  properties: Readonly<Record<string, number>>,
): boolean | undefined {
  let met = true;
  for (const { property, within } of criteria) {
    const target = targets.find((one) => one.property === property);
    if (target === undefined) continue;
    if (!Number.isFinite(properties[property])) return undefined; // not known
    const distance = targetDistance(target, properties);
    // Float32 predictions of a decimal number are a little off it.
    if (distance > within + 1e-6) met = false;
  }
  return met;
}
