import type { TrainingEvent } from "@ftcp/vae";

/**
 * Says on what a training runs, and why not on something faster.
 *
 * @param started - the event
 * @returns lines for people
 */
export function describeEngine(
  started: Extract<TrainingEvent, { readonly kind: "started" }>,
): readonly string[] {
  return [
    `engine: ${started.engine}`,
    ...started.passedOver.map(
      ({ engine, reason }) => `engine ${engine} not taken: ${reason.replaceAll(/\s+/gu, " ")}`,
    ),
  ];
}
