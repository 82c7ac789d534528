import type { Design, DesignFunnel } from "./designEvent.ts";

/**
 * How far a design run has come, between two batches; with it a run goes on as if it had never
 * stopped.
 */
export interface DesignCheckpoint {
  /** Samples that may still be drawn, as the last progress event said. */
  readonly samplesLeft: number;
  /** The counts so far, as the last progress event said. */
  readonly funnel: DesignFunnel;
  /** What a sampler that adapts was told, as the last progress event said; absent for others. */
  readonly outcomes?: Uint8Array;
  /** The designs found so far, in order. */
  readonly designs: readonly Design[];
}
