/** Crystals of one formula whose volumes follow each other closely, and so may be the same. */
export interface CrystalRuns {
  /** Crystals in all runs. */
  readonly candidates: number;
  /**
   * @param row - of the crystal, from 1
   * @returns the number of its run; 0 for a crystal that has no equal
   */
  readonly of: (row: number) => number;
  /**
   * @param most - crystals in a round; a run that is larger has a round of its own
   * @returns all runs, in rounds
   */
  readonly rounds: (most: number) => { readonly run: number; readonly size: number }[][];
}

/** Formula (as a hash) and volume per atom of each row, in 16 bytes. */
export class CrystalKeys {
  #hashes = new Float64Array(1024);
  #volumes = new Float64Array(1024);
  #length = 0;

  /** Rows added. */
  get length(): number {
    return this.#length;
  }

  /**
   * Adds a crystal.
   *
   * @param formula - its reduced formula
   * @param volume - its volume per atom
   */
  add(formula: string, volume: number): void {
    this.#push(hashOf(formula), volume);
  }

  /** Adds a row that holds no crystal and is nobody's equal. */
  addNothing(): void {
    this.#push(NaN, NaN);
  }

  /**
   * Sorts the crystals into runs.
   *
   * @param tolerance - largest difference of the volumes of two equal crystals, relative to the larger one
   * @returns the runs of two crystals and more
   */
  findRuns(tolerance: number): CrystalRuns {
    const hashes = this.#hashes;
    const volumes = this.#volumes;
    const rows = new Uint32Array(this.#length);
    let crystals = 0;
    for (let i = 0; i < this.#length; i++) if (!Number.isNaN(hashes[i])) rows[crystals++] = i;
    const order = rows
      .subarray(0, crystals)
      .sort((a, b) => (hashes[a] ?? 0) - (hashes[b] ?? 0) || (volumes[a] ?? 0) - (volumes[b] ?? 0));
    const runOfRow = new Uint32Array(this.#length);
    const sizes: number[] = [0]; // by number of the run
    let start = 0;
    for (let i = 1; i <= crystals; i++) {
      const before = order[i - 1] ?? 0;
      const row = order[i] ?? 0;
      const goesOn =
        i < crystals &&
        hashes[row] === hashes[before] &&
        (volumes[before] ?? 0) >= (volumes[row] ?? 0) * (1 - tolerance);
      if (goesOn) continue;
      if (i - start > 1) {
        for (let j = start; j < i; j++) runOfRow[order[j] ?? 0] = sizes.length;
        sizes.push(i - start);
      }
      start = i;
    }
    return {
      candidates: sizes.reduce((sum, size) => sum + size, 0),
      of: (row) => runOfRow[row - 1] ?? 0,
      rounds: (most) => {
        const rounds: { run: number; size: number }[][] = [];
        let held = Infinity;
        for (const [run, size] of sizes.entries()) {
          if (run === 0) continue;
          if (held + size > most) {
            rounds.push([]);
            held = 0;
          }
          rounds.at(-1)?.push({ run, size });
          held += size;
        }
        return rounds;
      },
    };
  }

  #push(hash: number, volume: number): void {
    if (this.#length === this.#hashes.length) {
      const [hashes, volumes] = [this.#hashes, this.#volumes];
      this.#hashes = new Float64Array(2 * hashes.length);
      this.#hashes.set(hashes);
      this.#volumes = new Float64Array(2 * volumes.length);
      this.#volumes.set(volumes);
    }
    this.#hashes[this.#length] = hash;
    this.#volumes[this.#length] = volume;
    this.#length += 1;
  }
}

/** 53 bits of two FNV-1a hashes; formulas of one hash are told apart later, so a collision costs time alone. */
function hashOf(text: string): number {
  let first = 0x811c9dc5;
  let second = 0x050c5d1f;
  for (let i = 0; i < text.length; i++) {
    first = Math.imul(first ^ text.charCodeAt(i), 0x01000193);
    second = Math.imul(second ^ text.charCodeAt(i), 0x01000193) ^ (second >>> 15);
  }
  return (first >>> 0) * 2 ** 21 + (second >>> 11);
}
