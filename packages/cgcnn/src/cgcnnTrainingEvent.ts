import type { Cgcnn } from "./cgcnn.ts";

/** Mean absolute error by property, in physical units. */
export type PropertyErrors = Readonly<Record<string, number>>;

/**
 * What {@link trainCgcnn} reports.
 */
export type CgcnnTrainingEvent =
  | {
      /** A crystal that has no graph. */
      readonly kind: "skipped";
      /** Its name. */
      readonly id: string;
      /** Why. */
      readonly error: Error;
    }
  | {
      /** A pass over the crystals is done. */
      readonly kind: "epoch";
      /** How many are done. */
      readonly epoch: number;
      /** How many there will be. */
      readonly epochs: number;
      /** Mean loss over the epoch. */
      readonly loss: number;
      /** Errors over the epoch, of weights that changed meanwhile. */
      readonly training: PropertyErrors;
      /** Errors of the validation crystals, if there are any. */
      readonly validation?: PropertyErrors;
      /** Time of the epoch. */
      readonly seconds: number;
    }
  | {
      /** Where the training stands; see `checkpointEvery`. */
      readonly kind: "checkpoint";
      /** Epochs done. */
      readonly epoch: number;
      /** What `resume` takes. */
      readonly bytes: Uint8Array;
    }
  | {
      /** The training is done. */
      readonly kind: "done";
      /** The network; the caller disposes it. */
      readonly model: Cgcnn;
    };
