import { featurizeInto, type FtcpLayout, type FtcpTensor } from "@ftcp/featurize";
import type { TrainingCrystal } from "../trainingCrystal.ts";

/**
 * One batch as plain numbers.
 */
export interface TrainingBatch {
  /** `[batch, rows, columns]`, physical units. */
  readonly tensor: FtcpTensor;
  /** Scaled labels `[batch, properties]`; 0 where unknown. */
  readonly target: Float32Array;
  /** 1 where the label is known, else 0. */
  readonly known: Float32Array;
}

/**
 * Makes batches from prepared crystals when they are needed: a batch is quick to featurize and a
 * whole training set as tensors is large.
 */
export class TrainingBatches {
  private readonly crystals: readonly TrainingCrystal[];
  private readonly layout: FtcpLayout;
  private readonly labels: Float32Array;
  private readonly width: number;

  /**
   * @param crystals - prepared crystals
   * @param layout - takes them as they are
   * @param labels - scaled, `[crystals, properties]`; NaN where unknown
   */
  constructor(crystals: readonly TrainingCrystal[], layout: FtcpLayout, labels: Float32Array) {
    this.crystals = crystals;
    this.layout = layout;
    this.labels = labels;
    this.width = labels.length / crystals.length;
  }

  /**
   * @param members - positions of crystals
   * @returns their tensors and labels
   */
  make(members: readonly number[]): TrainingBatch {
    const { rows, columns } = this.layout;
    const data = new Float32Array(members.length * rows * columns);
    const target = new Float32Array(members.length * this.width);
    const known = new Float32Array(members.length * this.width);
    members.forEach((member, i) => {
      const { structure } = this.crystals[member] as TrainingCrystal;
      featurizeInto(structure, this.layout, data, i * rows * columns);
      for (let k = 0; k < this.width; k++) {
        const label = this.labels[member * this.width + k] as number;
        target[i * this.width + k] = Number.isNaN(label) ? 0 : label;
        known[i * this.width + k] = Number.isNaN(label) ? 0 : 1;
      }
    });
    return { tensor: { data, shape: [members.length, rows, columns] }, target, known };
  }

  /**
   * @returns all tensors, some crystals at a time, to fit a scaler
   */
  *tensors(): Generator<FtcpTensor> {
    for (let start = 0; start < this.crystals.length; start += 256) {
      const count = Math.min(256, this.crystals.length - start);
      yield this.make(Array.from({ length: count }, (_, i) => start + i)).tensor;
    }
  }
}
