import type { DesignOptions } from "@ftcp/sampling";

/** What decides which checks a search makes. */
type CheckedSearch = Pick<
  DesignOptions,
  "composition" | "siteCount" | "neutrality" | "symmetry" | "tolerance" | "targets" | "sampler"
>;

/**
 * Names the checks beside geometry and novelty that a search makes of every design: nothing that fails one is given out.
 *
 * @param search - the search
 * @returns names, in the order in which the checks are made
 */
export function listChecks(search: CheckedSearch): readonly string[] {
  const { composition = {}, siteCount, neutrality = "none", symmetry = "any" } = search;
  const isMet = search.targets.some(
    (target) => target.kind !== "value" || target.tolerance !== undefined,
  );
  return [
    "elementCount",
    ...(siteCount === undefined ? [] : ["siteCount"]),
    ...(Object.keys(composition).length === 0 ? [] : ["composition"]),
    ...(neutrality === "none" ? [] : ["neutrality"]),
    ...(symmetry === "any" ? [] : ["symmetry"]),
    ...(isMet || search.tolerance !== undefined || search.sampler === "random"
      ? ["tolerance"]
      : []),
  ];
}
