import type { LabelledRecord } from "../source/trainingSource.ts";
import type { TrainingCrystal } from "../trainingCrystal.ts";
import type { TrainingEvent } from "../training/trainingEvent.ts";
import type { TrainingOptions } from "../training/trainingOptions.ts";
import type { EngineName } from "./engineName.ts";
import type { PlainError } from "./plainError.ts";

/** A `.npy` file of tensors with the labels of its crystals. */
export interface NpyTensors {
  /** The file, see {@link openNpySource}. */
  readonly npy: string;
  /** Name and labels of every crystal, in the order of the file. */
  readonly records: readonly LabelledRecord[];
  /** Positions in the file of the crystals in `records`, where these are not all of them. */
  readonly members?: readonly number[];
}

/** An Arrow file of tensors with the labels of crystals in it. */
export interface ArrowTensors {
  /** The file, see {@link openArrowSource}. */
  readonly arrow: string;
  /** Name and labels of the crystals to train on. */
  readonly records: readonly LabelledRecord[];
}

/** A file of tensors with labels. */
export type TensorFile = NpyTensors | ArrowTensors;

/** Crystals, or a file of their tensors. */
export type WorkerData = readonly TrainingCrystal[] | TensorFile;

/** Settings that cross the border between threads as they are. */
export type PlainOptions = Omit<TrainingOptions, "engine" | "regression" | "signal" | "validation">;

/** What a training worker is started with. */
export interface WorkerTask {
  readonly data: WorkerData;
  readonly validation: WorkerData | undefined;
  readonly options: PlainOptions;
  /** Settings of the regression, from which it is made again. */
  readonly regression: Readonly<Record<string, unknown>>;
  readonly engine: EngineName | "auto";
  readonly threads: number | undefined;
}

/** What the worker is told. */
export type ToWorker = { readonly kind: "taken" } | { readonly kind: "abort" };

/** What the worker tells. */
export type FromWorker =
  | {
      readonly kind: "event";
      readonly event: Exclude<TrainingEvent, { readonly kind: "skipped" | "done" }>;
    }
  | { readonly kind: "skipped"; readonly id: string; readonly error: PlainError }
  | { readonly kind: "done"; readonly model: Uint8Array }
  | { readonly kind: "failed"; readonly error: PlainError };
