import type { FtcpScaler, FtcpTensor } from "@ftcp/featurize";
import type { Network } from "../network/network.ts";
import type { TrainingSource } from "../source/trainingSource.ts";

/**
 * One batch as plain numbers.
 */
export interface TrainingBatch {
  /** Scaled tensors `[batch, rows, columns]`. */
  readonly batch: Float32Array;
  /** Scaled labels `[batch, properties]`; 0 where unknown. */
  readonly target: Float32Array;
  /** 1 where the label is known, else 0. */
  readonly known: Float32Array;
  /** 1 for the batch's own crystals, 0 for rows that only fill it up, `[batch]`. */
  readonly mask: Float32Array;
  /** Neighbours of the sites, `[batch, sites, slots, radii]`, where the network reads them. */
  readonly environment?: Float32Array;
}

/** What of a network describes the neighbours of sites. */
type NeighborReader = Pick<Network, "environmentShape" | "describeEnvironments">;

/** What was made once, crystal by crystal. */
interface Cache {
  readonly tensors: Float32Array;
  readonly environments: Float32Array;
}

/**
 * Makes scaled batches of a source. Tensors that were scaled once are remembered, if all of them fit into the
 * memory allowed.
 */
export class TrainingBatches {
  readonly #source: TrainingSource;
  readonly #labels: Float32Array;
  readonly #width: number;
  readonly #size: number;
  readonly #scaler: FtcpScaler;
  readonly #network: NeighborReader;
  readonly #environmentSize: number;
  readonly #cache: Cache | undefined;
  readonly #isCached: Uint8Array;

  /**
   * @param source - the tensors
   * @param labels - scaled, `[crystals, properties]`; NaN where unknown
   * @param scaler - of the tensors
   * @param cacheBytes - memory for scaled tensors and what is known of neighbours
   * @param network - what describes neighbours, if anything does
   */
  constructor(
    source: TrainingSource,
    labels: Float32Array,
    scaler: FtcpScaler,
    cacheBytes: number,
    network: NeighborReader = {},
  ) {
    const count = source.records.length;
    this.#source = source;
    this.#labels = labels;
    this.#width = count === 0 ? 0 : labels.length / count;
    this.#size = source.rows * source.columns;
    this.#scaler = scaler;
    this.#isCached = new Uint8Array(count);
    this.#network = network;
    this.#environmentSize = (network.environmentShape ?? [0]).reduce(
      (size, side) => size * side,
      1,
    );
    if (count * (this.#size + this.#environmentSize) * 4 <= cacheBytes) {
      this.#cache = {
        tensors: new Float32Array(count * this.#size),
        environments: new Float32Array(count * this.#environmentSize),
      };
    }
  }

  /**
   * @param members - positions of crystals, at least one
   * @param size - rows of the batch; those beyond the members repeat them and have the mask 0
   * @returns their tensors and labels
   */
  async make(members: readonly number[], size: number = members.length): Promise<TrainingBatch> {
    const width = this.#width;
    const batch = new Float32Array(size * this.#size);
    const target = new Float32Array(size * width);
    const known = new Float32Array(size * width);
    const mask = new Float32Array(size).fill(1, 0, members.length);
    const environment = new Float32Array(size * this.#environmentSize);
    await this.#fill(members, batch, environment);
    for (let i = 0; i < size; i++) {
      const own = i % members.length;
      if (i !== own) {
        repeatRow(batch, this.#size, own, i);
        repeatRow(environment, this.#environmentSize, own, i);
      }
      const member = members[own] as number;
      for (let k = 0; k < width; k++) {
        const label = this.#labels[member * width + k] as number;
        target[i * width + k] = Number.isNaN(label) ? 0 : label;
        known[i * width + k] = Number.isNaN(label) ? 0 : 1;
      }
    }
    const isRead = this.#environmentSize > 0;
    return { batch, target, known, mask, ...(isRead ? { environment } : {}) };
  }

  async #fill(
    members: readonly number[],
    batch: Float32Array,
    environment: Float32Array,
  ): Promise<void> {
    const size = this.#size;
    const cache = this.#cache;
    const missing = members.filter((member) => this.#isCached[member] !== 1);
    const { rows, columns } = this.#source;
    if (missing.length > 0) {
      const fresh = new Float32Array(missing.length * size);
      await this.#source.fill(missing, fresh);
      const tensor: FtcpTensor = { data: fresh, shape: [missing.length, rows, columns] };
      const scaled = this.#scaler.transform(tensor).data;
      const described = this.#network.describeEnvironments?.(tensor);
      if (cache === undefined) {
        batch.set(scaled);
        if (described !== undefined) environment.set(described);
        return;
      }
      missing.forEach((member, i) => {
        copyRow(scaled, i, cache.tensors, member, size);
        if (described !== undefined) {
          copyRow(described, i, cache.environments, member, this.#environmentSize);
        }
        this.#isCached[member] = 1;
      });
    }
    const { tensors, environments } = cache as Cache;
    members.forEach((member, i) => {
      copyRow(tensors, member, batch, i, size);
      copyRow(environments, member, environment, i, this.#environmentSize);
    });
  }

  /**
   * @param size - members of every batch but the last
   * @returns the positions of all crystals, batch by batch
   */
  inOrder(size: number): Generator<readonly number[]> {
    return splitInOrder(this.#source.records.length, size);
  }
}

/**
 * Reads all tensors of a source, some crystals at a time, to fit a scaler.
 *
 * @param source - the tensors
 * @returns tensors in physical units
 */
export async function* readTensors(source: TrainingSource): AsyncGenerator<FtcpTensor> {
  const { rows, columns, records } = source;
  for (const members of splitInOrder(records.length, 64)) {
    const data = new Float32Array(members.length * rows * columns);
    await source.fill(members, data);
    yield { data, shape: [members.length, rows, columns] };
  }
}

function* splitInOrder(total: number, size: number): Generator<readonly number[]> {
  for (let start = 0; start < total; start += size) {
    const count = Math.min(size, total - start);
    yield Array.from({ length: count }, (_, i) => start + i);
  }
}

function copyRow(
  from: Float32Array,
  row: number,
  into: Float32Array,
  at: number,
  size: number,
): void {
  into.set(from.subarray(row * size, (row + 1) * size), at * size);
}

function repeatRow(rows: Float32Array, size: number, from: number, to: number): void {
  rows.copyWithin(to * size, from * size, (from + 1) * size);
}
