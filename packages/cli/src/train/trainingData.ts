import type { FtcpLayout } from "@ftcp/featurize";
import type { LabelledRecord } from "@ftcp/vae";
import type { WorkerData } from "@ftcp/vae/node";
import type { DataProblem } from "../data/dataProblem.ts";
import type { TrainingFilter } from "../model/trainingFilter.ts";
import type { EncodeRange, IndexedCrystal } from "./buildLatentIndex.ts";

/** What a model is trained on: crystals, or a file of their tensors. */
export interface TrainingData {
  /** Layout of the tensors. */
  readonly layout: FtcpLayout;
  /** Dimension of the latent space. */
  readonly latentSize: number;
  /** Limits that the crystals meet. */
  readonly filter: TrainingFilter;
  /** Labels of the crystals that it learns from. */
  readonly records: readonly LabelledRecord[];
  /** What it learns from. */
  readonly training: WorkerData;
  /** What it is watched with; absent where there is nothing. */
  readonly validation?: WorkerData;
  /** Number of crystals that it is watched with. */
  readonly validationCount: number;
  /** Everything that goes into the latent index. */
  readonly indexed: readonly IndexedCrystal[];
  /** Encodes what goes into the latent index. */
  readonly encode: EncodeRange;
  /** What could not be read. */
  readonly problems: readonly DataProblem[];
  /** Closes the file of tensors, if there is one. */
  close(): Promise<void>;
}
