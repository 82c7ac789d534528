import type { DesignFunnel, RejectionReason } from "@ftcp/sampling";
import { rejectionLabels } from "./rejectionLabels.ts";

/** A reason that took candidates away. */
export interface CountedRejection {
  /** The reason for people. */
  readonly label: string;
  /** How many candidates it took away. */
  readonly count: number;
}

/**
 * The reasons for which a search rejected candidates.
 *
 * @param funnel - its counts
 * @returns those that took any away, in the order in which the checks are made
 */
export function listRejections(funnel: DesignFunnel): readonly CountedRejection[] {
  return Object.entries(rejectionLabels)
    .map(([reason, label]) => ({ label, count: funnel.rejected[reason as RejectionReason] }))
    .filter(({ count }) => count > 0);
}
