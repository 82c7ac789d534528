import type { CrystalVae } from "../crystalVae.ts";

/**
 * The terms of the loss, averaged over crystals.
 */
export interface LossTerms {
  /** The whole loss of Eq. 3 or 4. */
  readonly total: number;
  /** Weighted reconstruction. */
  readonly reconstruction: number;
  /** Divergence from the prior in nats, not weighted by β. */
  readonly divergence: number;
  /** Regression loss, not weighted by λ; labels in units of their standard deviation. */
  readonly regression: number;
}

/**
 * What {@link trainVae} yields.
 *
 * @remarks
 * `skipped` comes first, once for every crystal that does not fit the layout. `step` comes after
 * every step, `epoch` after every pass with the mean of its steps, `checkpoint` at the asked
 * interval and before an abort, `done` last.
 */
export type TrainingEvent =
  | { readonly kind: "skipped"; readonly id: string; readonly error: Error }
  | {
      readonly kind: "step";
      readonly epoch: number;
      readonly step: number;
      readonly totalSteps: number;
      readonly loss: LossTerms;
      readonly crystalsPerSecond: number;
      readonly secondsLeft: number;
    }
  | {
      readonly kind: "epoch";
      readonly epoch: number;
      readonly epochs: number;
      readonly loss: LossTerms;
      readonly seconds: number;
    }
  | { readonly kind: "checkpoint"; readonly epoch: number; readonly bytes: Uint8Array }
  | { readonly kind: "done"; readonly model: CrystalVae };
