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
  /** 1 for the batch's own crystals, 0 for rows that only fill it up, `[batch]`. */
  readonly mask: Float32Array;
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
    this.width = crystals.length === 0 ? 0 : labels.length / crystals.length;
  }

  /**
   * @param members - positions of crystals
   * @param size - rows of the batch; those beyond the members repeat them and have the mask 0
   * @returns their tensors and labels
   */
  make(members: readonly number[], size: number = members.length): TrainingBatch {
    const { rows, columns } = this.layout;
    const width = this.width;
    const data = new Float32Array(size * rows * columns);
    const target = new Float32Array(size * width);
    const known = new Float32Array(size * width);
    const mask = new Float32Array(size).fill(1, 0, members.length);
    for (let i = 0; i < size; i++) {
      const member = members[i % members.length] as number;
      const { structure } = this.crystals[member] as TrainingCrystal;
      featurizeInto(structure, this.layout, data, i * rows * columns);
      for (let k = 0; k < width; k++) {
        const label = this.labels[member * width + k] as number;
        target[i * width + k] = Number.isNaN(label) ? 0 : label;
        known[i * width + k] = Number.isNaN(label) ? 0 : 1;
      }
    }
    return { tensor: { data, shape: [size, rows, columns] }, target, known, mask };
  }

  /**
   * @param size - members of every batch but the last
   * @returns the positions of all crystals, batch by batch
   */
  *inOrder(size: number): Generator<readonly number[]> {
    for (let start = 0; start < this.crystals.length; start += size) {
      const count = Math.min(size, this.crystals.length - start);
      yield Array.from({ length: count }, (_, i) => start + i);
    }
  }

  /**
   * @returns all tensors, some crystals at a time, to fit a scaler
   */
  *tensors(): Generator<FtcpTensor> {
    for (const members of this.inOrder(256)) yield this.make(members).tensor;
  }
}
