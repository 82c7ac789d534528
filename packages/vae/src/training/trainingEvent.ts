import type { CrystalVae } from "../crystalVae.ts";
import type { EngineAttempt } from "../engine/trainingEngine.ts";

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
 * `skipped` comes first, once for every crystal that does not fit the layout, then `started`. `step` comes
 * after every step, `epoch` after every pass with the mean of its steps, `checkpoint` at the asked
 * interval and before an abort, `done` last.
 */
export type TrainingEvent =
  | {
      /** A crystal that does not fit the layout is left out. */
      readonly kind: "skipped";
      /** Its name. */
      readonly id: string;
      /** Why it does not fit. */
      readonly error: Error;
    }
  | {
      /** Everything is ready; the first step comes next. */
      readonly kind: "started";
      /** What computes, with its version. */
      readonly engine: string;
      /** Engines that would have come before it, and why they were not taken. */
      readonly passedOver: readonly EngineAttempt[];
      /** Crystals that it learns from. */
      readonly crystals: number;
      /** Crystals that the loss is validated on. */
      readonly validationCrystals: number;
      /** Epochs of the whole training. */
      readonly epochs: number;
      /** Steps done already, in the training that is resumed; else 0. */
      readonly step: number;
      /** Steps of one epoch. */
      readonly stepsPerEpoch: number;
      /** Steps of the whole training. */
      readonly totalSteps: number;
    }
  | {
      /** A step of the optimiser is done. */
      readonly kind: "step";
      /** Epoch of the step, counted from 0. */
      readonly epoch: number;
      /** Steps done, over all epochs. */
      readonly step: number;
      /** Steps of the whole training. */
      readonly totalSteps: number;
      /** Loss of the step's batch. */
      readonly loss: LossTerms;
      /** Learning rate of the step. */
      readonly learningRate: number;
      /** β of the step. */
      readonly beta: number;
      /** Global norm of the gradients before they were clipped. */
      readonly gradientNorm: number;
      /** Speed since the training began or was resumed. */
      readonly crystalsPerSecond: number;
      /** Time left at this speed. */
      readonly secondsLeft: number;
    }
  | {
      /** An epoch is done. */
      readonly kind: "epoch";
      /** Epochs done. */
      readonly epoch: number;
      /** Epochs of the whole training. */
      readonly epochs: number;
      /** Steps done, over all epochs. */
      readonly step: number;
      /** Mean loss over the epoch's crystals. */
      readonly loss: LossTerms;
      /** Mean loss over the validation crystals, at the posterior mean; absent without any. */
      readonly validation?: LossTerms;
      /** Learning rate of the epoch's last step. */
      readonly learningRate: number;
      /** How long the epoch took. */
      readonly seconds: number;
    }
  | {
      /** A point to go on from. */
      readonly kind: "checkpoint";
      /** Whole epochs done. */
      readonly epoch: number;
      /** Steps done, over all epochs. */
      readonly step: number;
      /** What `resume` takes. */
      readonly bytes: Uint8Array;
    }
  | {
      /** The training is done. */
      readonly kind: "done";
      /** The fitted model; the caller disposes it. */
      readonly model: CrystalVae;
    };
