import type { DesignFunnel } from "@ftcp/sampling";
import { listRejections } from "./listRejections.ts";

/** So many reasons are named; the whole list stands above. */
const most = 3;

/**
 * Says that a search has given up, and what took away most of its candidates.
 *
 * @param funnel - its counts
 * @returns one line
 */
export function describeLimit(funnel: DesignFunnel): string {
  const reasons = [...listRejections(funnel)]
    .sort((left, right) => right.count - left.count)
    .slice(0, most)
    .map(({ label, count }) => `${label} (${count})`);
  return (
    `gave up after ${funnel.sampled} candidates, as many as --max-samples allows; ` +
    `most were rejected: ${reasons.join(", ")}`
  );
}
