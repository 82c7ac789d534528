import { FeaturizeError } from "../featurizeError.ts";
import type { FtcpLayout } from "../layout/ftcpLayout.ts";
import { parseLayout } from "../layout/parseLayout.ts";
import { checkShape } from "./checkShape.ts";
import type { FtcpTensor } from "./ftcpTensor.ts";

/** How a scaler treats lengths and angles. */
export type CellScaling = "standardize" | "minmax" | "log-cosine" | "rows";

/** Settings of {@link FtcpScaler.fit}. */
export interface ScalerOptions {
  /**
   * Lengths and angles: `standardize` to mean 0 and standard deviation 1 (the default), `minmax` to
   * 0..1 between the smallest and the largest value of the training set, or `log-cosine`, which
   * standardizes the logarithms of the lengths and the cosines of the angles, so that an error means
   * the same in a small cell and in a large one. Or `rows`, the Python reference's scaling of the whole
   * tensor: every row to 0..1 between its smallest and its largest number, over all columns, unused
   * ones included, and all crystals of the training set.
   */
  readonly cell?: CellScaling;
}

/** A fitted scaler as plain JSON data. */
export interface FtcpScalerJson {
  /** Marks the JSON document. */
  readonly kind: "ftcp-scaler";
  /** Version of this schema. */
  readonly version: 2;
  /** The layout of the tensors that it scales. */
  readonly layout: FtcpLayout;
  /** How lengths and angles were fitted; the numbers do nothing in a layout without a cell. */
  readonly cell: {
    /** Method. */
    readonly method: CellScaling;
    /** Six numbers to subtract: a, b, c in Å, alpha, beta, gamma in degrees, or log a ... cos gamma. */
    readonly offset: readonly number[];
    /** Six numbers to divide by, same order and units; positive. */
    readonly scale: readonly number[];
  };
  /** What each property is divided by; powers of two, 1 for bits. Empty without that block. */
  readonly properties: readonly number[];
  /** What |g| of each plane is divided by; powers of two. Empty without that block. */
  readonly planeNorms: readonly number[];
  /** What each row (or column) of F is divided by; powers of two. Empty without that block. */
  readonly structureFactors: readonly number[];
  /** What is subtracted from each row and what it is then divided by; with method `rows` alone. */
  readonly rows?: {
    /** Smallest number of each row. */
    readonly low: readonly number[];
    /** Largest minus smallest number of each row; 1 where the row never varies. */
    readonly range: readonly number[];
  };
}

/**
 * Brings the blocks of FTCP tensors to one scale, and back: `y = (x - offset) / scale` by block.
 *
 * @remarks
 * - elements and occupancy (0 or 1) and coordinates (0..1): unchanged
 * - lengths and angles: each of the six numbers (or its logarithm or cosine) by its own offset and scale
 * - properties, |g| and structure factors: each property, each plane and each number of a plane by one
 *   factor and no offset, so that zero stays zero; the factor is the power of two nearest to the root
 *   mean square of its entries that are not zero, hence 1 for bits
 * - entries that the layout does not use and padding rows: unchanged (zero)
 *
 * Fit on the training set alone. NaN and infinity are refused in fitting and in transforming; the
 * inverse, whose input is a decoder's output, passes them on, so that {@link defeaturize} can report
 * them crystal by crystal.
 *
 * The inverse restores properties, |g| and structure factors bit by bit, and lengths and angles to one unit in the last
 * place of float32 (relative 1.2e-7 of the larger of value and offset); with `log-cosine` lengths to
 * 1e-6 relative and angles between 20 and 160 degrees to 1e-4 degrees. The Python reference scales
 * each row with its padding and is fitted on train and test data together.
 *
 * With `cell: "rows"` none of this holds: that is the reference's scaling, fitted on train alone.
 *
 * @example
 * ```ts
 * const scaler = FtcpScaler.fit(trainingTensor, layout);
 * const scaled = scaler.transform(trainingTensor);
 * const restored = scaler.inverse(scaled);
 * const copy = FtcpScaler.fromJSON(JSON.parse(JSON.stringify(scaler)));
 * ```
 */
export class FtcpScaler {
  /** The layout of the tensors that it scales. */
  readonly layout: FtcpLayout;
  readonly #method: CellScaling;
  readonly #offset: readonly number[];
  readonly #scale: readonly number[];
  readonly #factors: Readonly<Record<FactorBlock, readonly number[]>>;
  readonly #groups: readonly FactorGroup[];
  readonly #rows: FtcpScalerJson["rows"];

  private constructor(json: FtcpScalerJson) {
    this.layout = json.layout;
    this.#method = json.cell.method;
    this.#offset = [...json.cell.offset];
    this.#scale = [...json.cell.scale];
    this.#factors = {
      properties: [...json.properties],
      planeNorms: [...json.planeNorms],
      structureFactors: [...json.structureFactors],
    };
    this.#groups = findGroups(json.layout);
    this.#rows = json.rows;
  }

  /**
   * Fits a scaler to training data.
   *
   * @param tensors - one tensor or several (any iterable, read once), `[crystals, rows, columns]` in
   * physical units; at least one crystal in all
   * @param layout - their layout
   * @param options - how to scale lengths and angles
   * @returns the scaler
   * @throws {@link FeaturizeError} with code `FEATURIZE_NOT_FINITE` (`data.crystal` counts over all
   * tensors), `FEATURIZE_SHAPE_MISMATCH`, `FEATURIZE_INVALID_CELL` (method `log-cosine`) when a length
   * is not positive, or `FEATURIZE_EMPTY_CRYSTAL` when there is no crystal
   *
   * @remarks
   * A number that never varies gets the scale 1. The standard deviation is that of the population
   * (divided by N). Sums are float64.
   */
  static fit(
    tensors: FtcpTensor | Iterable<FtcpTensor>,
    layout: FtcpLayout,
    options: ScalerOptions = {},
  ): FtcpScaler {
    const statistics = new ScalerStatistics(layout, options);
    for (const tensor of "data" in tensors ? [tensors] : tensors) statistics.add(tensor);
    return new FtcpScaler(statistics.finish());
  }

  /**
   * Fits a scaler to training data that arrives bit by bit, as from a file.
   *
   * @param tensors - tensors of one crystal or many, `[crystals, rows, columns]` in physical units, read
   * once; one at a time is in memory
   * @param layout - their layout
   * @param options - how to scale lengths and angles
   * @returns the scaler, the same as {@link FtcpScaler.fit} gives
   * @throws {@link FeaturizeError} with the codes of {@link FtcpScaler.fit}; what the source itself
   * throws
   */
  static async fitStream(
    tensors: AsyncIterable<FtcpTensor>,
    layout: FtcpLayout,
    options: ScalerOptions = {},
  ): Promise<FtcpScaler> {
    const statistics = new ScalerStatistics(layout, options);
    for await (const tensor of tensors) statistics.add(tensor);
    return new FtcpScaler(statistics.finish());
  }

  /**
   * Reads a scaler from JSON and checks it.
   *
   * @param json - the value that `JSON.parse` made of a file; nothing in it is trusted
   * @returns the scaler
   * @throws {@link FeaturizeError} with code `FEATURIZE_SCALER_VERSION` when it is a scaler of another
   * version, `FEATURIZE_INVALID_SCALER` when it is anything else, or the codes of {@link parseLayout}
   *
   * @remarks
   * Reads version 1, which model files of the first release hold, too.
   */
  static fromJSON(json: unknown): FtcpScaler {
    if (typeof json !== "object" || json === null) throw invalid("");
    const given = json as Readonly<Record<string, unknown>>;
    if (given["kind"] !== "ftcp-scaler") throw invalid("kind");
    const { version } = given;
    if (version !== 1 && version !== 2) {
      throw new FeaturizeError(
        "FEATURIZE_SCALER_VERSION",
        `this release reads scalers of versions 1 and 2, not ${String(version)}`,
        { path: "version" },
      );
    }
    const layout = parseLayout(given["layout"]);
    const { cell } = given;
    if (typeof cell !== "object" || cell === null) throw invalid("cell");
    const { method, offset, scale } = cell as Readonly<Record<string, unknown>>;
    if (
      method !== "standardize" &&
      method !== "minmax" &&
      method !== "log-cosine" &&
      method !== "rows"
    ) {
      throw invalid("cell.method");
    }
    if (!isNumbers(offset, 6)) throw invalid("cell.offset");
    if (!isNumbers(scale, 6) || !scale.every(isPositive)) throw invalid("cell.scale");
    const groups = findGroups(layout);
    const read = (name: FactorBlock): number[] => {
      const count = groups.filter((group) => group.block === name).length;
      // Version 1 knew bits alone, which keep their 0 and 1.
      if (version === 1 && name !== "structureFactors") return new Array<number>(count).fill(1);
      const factors = given[name];
      if (!isNumbers(factors, count) || !factors.every(isPositive)) throw invalid(name);
      return factors;
    };
    return new FtcpScaler({
      kind: "ftcp-scaler",
      version: 2,
      layout,
      cell: { method, offset, scale },
      properties: read("properties"),
      planeNorms: read("planeNorms"),
      structureFactors: read("structureFactors"),
      ...(method === "rows" ? { rows: readRows(given["rows"], layout.rows) } : {}),
    });
  }

  /**
   * Scales a tensor from physical units.
   *
   * @param tensor - `[crystals, rows, columns]` in Å and degrees; not changed
   * @returns a new tensor of the same shape, of numbers of order 1
   * @throws {@link FeaturizeError} with code `FEATURIZE_SHAPE_MISMATCH`, `FEATURIZE_NOT_FINITE`, or
   * `FEATURIZE_INVALID_CELL` (method `log-cosine`) when a length is not positive
   */
  transform(tensor: FtcpTensor): FtcpTensor {
    checkShape(tensor, this.layout);
    checkFinite(tensor, 0);
    if (this.#method === "log-cosine") checkLengths(tensor, this.layout, 0);
    if (this.#rows !== undefined) {
      return this.#applyRows(tensor, (value, low, range) => (value - low) / range);
    }
    const logCosine = this.#method === "log-cosine";
    return this.#apply(tensor, (value, offset, scale, index) => {
      const plain = logCosine && index !== undefined ? flattenCell(value, index) : value;
      return (plain - offset) / scale;
    });
  }

  /**
   * Brings a scaled tensor back to physical units.
   *
   * @param tensor - `[crystals, rows, columns]` as {@link FtcpScaler.transform} gives it; not changed
   * @returns a new tensor of the same shape in Å and degrees; NaN stays NaN
   * @throws {@link FeaturizeError} with code `FEATURIZE_SHAPE_MISMATCH`
   */
  inverse(tensor: FtcpTensor): FtcpTensor {
    if (this.#rows !== undefined) {
      return this.#applyRows(tensor, (value, low, range) => value * range + low);
    }
    const logCosine = this.#method === "log-cosine";
    return this.#apply(tensor, (value, offset, scale, index) => {
      const plain = value * scale + offset;
      return logCosine && index !== undefined ? unflattenCell(plain, index) : plain;
    });
  }

  /**
   * The scaler as plain data; `JSON.stringify` calls this.
   *
   * @returns data that {@link FtcpScaler.fromJSON} reads
   */
  toJSON(): FtcpScalerJson {
    return {
      kind: "ftcp-scaler",
      version: 2,
      layout: this.layout,
      cell: { method: this.#method, offset: [...this.#offset], scale: [...this.#scale] },
      properties: [...this.#factors.properties],
      planeNorms: [...this.#factors.planeNorms],
      structureFactors: [...this.#factors.structureFactors],
      ...(this.#rows === undefined
        ? {}
        : { rows: { low: [...this.#rows.low], range: [...this.#rows.range] } }),
    };
  }

  #applyRows(
    tensor: FtcpTensor,
    map: (value: number, low: number, range: number) => number,
  ): FtcpTensor {
    checkShape(tensor, this.layout);
    const { rows, columns } = this.layout;
    const { low = [], range = [] } = this.#rows ?? {};
    const data = tensor.data.map((value, at) => {
      const row = Math.floor(at / columns) % rows;
      return map(value, low[row] ?? 0, range[row] ?? 1);
    });
    return { data, shape: tensor.shape };
  }

  #apply(
    tensor: FtcpTensor,
    map: (value: number, offset: number, scale: number, index?: number) => number,
  ): FtcpTensor {
    const { layout } = this;
    checkShape(tensor, layout);
    const size = layout.rows * layout.columns;
    const cell = cellStart(layout);
    const data = tensor.data.slice();
    for (let start = 0; start < data.length; start += size) {
      for (let index = 0; cell !== undefined && index < 6; index++) {
        const at = start + cell + Math.floor(index / 3) * layout.columns + (index % 3);
        data[at] = map(data[at] ?? 0, this.#offset[index] ?? 0, this.#scale[index] ?? 1, index);
      }
      for (const { block, index, start: first, step, count } of this.#groups) {
        const factor = this.#factors[block][index] ?? 1;
        if (factor === 1) continue;
        let at = start + first;
        for (let entry = 0; entry < count; entry++, at += step) {
          data[at] = map(data[at] ?? 0, 0, factor);
        }
      }
    }
    return { data, shape: tensor.shape };
  }
}

/** Blocks whose numbers are divided by a factor. */
type FactorBlock = "properties" | "planeNorms" | "structureFactors";

/** Entries of a tensor that share a factor. */
interface FactorGroup {
  /** The block. */
  readonly block: FactorBlock;
  /** Which factor of the block. */
  readonly index: number;
  /** First entry, `row * columns + column`. */
  readonly start: number;
  /** From one entry to the next. */
  readonly step: number;
  /** Number of entries. */
  readonly count: number;
}

/** A factor for each property, for |g| of each plane, and for each row (or column) of F. */
function findGroups(layout: FtcpLayout): FactorGroup[] {
  const { columns } = layout;
  const beside = layout.arrangement === "beside";
  return layout.blocks.flatMap(({ name, start, end, columnStart, columnEnd }): FactorGroup[] => {
    if (name !== "properties" && name !== "planeNorms" && name !== "structureFactors") return [];
    const height = end - start;
    const width = columnEnd - columnStart;
    const byColumn = beside && name !== "properties";
    return Array.from({ length: byColumn ? width : height }, (_, index) => ({
      block: name,
      index,
      start: start * columns + columnStart + index * (byColumn ? 1 : columns),
      step: byColumn ? columns : 1,
      count: byColumn ? height : width,
    }));
  });
}

function cellStart(layout: FtcpLayout): number | undefined {
  const block = layout.blocks.find(({ name }) => name === "cell");
  return block === undefined ? undefined : block.start * layout.columns + block.columnStart;
}

/** Sums over the training set; one pass, one tensor in memory. */
class ScalerStatistics {
  readonly #layout: FtcpLayout;
  readonly #method: CellScaling;
  readonly #cell = Array.from({ length: 6 }, () => ({
    mean: 0,
    squares: 0,
    least: Infinity,
    most: -Infinity,
  }));
  readonly #groups: readonly FactorGroup[];
  readonly #squares: Float64Array;
  readonly #counts: Float64Array;
  readonly #least: Float64Array;
  readonly #most: Float64Array;
  #crystals = 0;

  constructor(layout: FtcpLayout, options: ScalerOptions) {
    this.#layout = layout;
    this.#method = options.cell ?? "standardize";
    this.#groups = findGroups(layout);
    this.#squares = new Float64Array(this.#groups.length);
    this.#counts = new Float64Array(this.#groups.length);
    this.#least = new Float64Array(layout.rows).fill(Infinity);
    this.#most = new Float64Array(layout.rows).fill(-Infinity);
  }

  add(tensor: FtcpTensor): void {
    const layout = this.#layout;
    checkShape(tensor, layout);
    checkFinite(tensor, this.#crystals);
    if (this.#method === "log-cosine") checkLengths(tensor, layout, this.#crystals);
    const size = layout.rows * layout.columns;
    if (this.#method === "rows") {
      tensor.data.forEach((value, at) => {
        const row = Math.floor(at / layout.columns) % layout.rows;
        if (value < (this.#least[row] ?? 0)) this.#least[row] = value;
        if (value > (this.#most[row] ?? 0)) this.#most[row] = value;
      });
      this.#crystals += tensor.data.length / size;
      return;
    }
    for (let start = 0; start < tensor.data.length; start += size) {
      this.#crystals++;
      this.#addCell(tensor.data, start);
      this.#groups.forEach((group, index) => {
        let at = start + group.start;
        for (let entry = 0; entry < group.count; entry++, at += group.step) {
          const value = tensor.data[at] ?? 0;
          if (value === 0) continue;
          this.#squares[index] = (this.#squares[index] ?? 0) + value * value;
          this.#counts[index] = (this.#counts[index] ?? 0) + 1;
        }
      });
    }
  }

  #addCell(data: Float32Array, start: number): void {
    const cell = cellStart(this.#layout);
    if (cell === undefined) return;
    this.#cell.forEach((entry, index) => {
      const row = Math.floor(index / 3);
      const physical = data[start + cell + row * this.#layout.columns + (index % 3)] ?? 0;
      const value = this.#method === "log-cosine" ? flattenCell(physical, index) : physical;
      // Welford's recurrence: no cancellation for angles that are nearly all 90 degrees.
      const difference = value - entry.mean;
      entry.mean += difference / this.#crystals;
      entry.squares += difference * (value - entry.mean);
      entry.least = Math.min(entry.least, value);
      entry.most = Math.max(entry.most, value);
    });
  }

  finish(): FtcpScalerJson {
    const layout = this.#layout;
    const method = this.#method;
    if (this.#crystals === 0) {
      throw new FeaturizeError(
        "FEATURIZE_EMPTY_CRYSTAL",
        "a scaler cannot be fitted to no crystals",
      );
    }
    const hasCell = cellStart(layout) !== undefined && method !== "rows";
    const factors: Record<FactorBlock, number[]> = {
      properties: [],
      planeNorms: [],
      structureFactors: [],
    };
    this.#groups.forEach(({ block }, group) => {
      const sum = this.#squares[group] ?? 0;
      const count = this.#counts[group] ?? 0;
      const factor = sum === 0 ? 1 : 2 ** Math.round(Math.log2(Math.sqrt(sum / count)));
      factors[block].push(factor);
    });
    return {
      kind: "ftcp-scaler",
      version: 2,
      layout,
      cell: {
        method,
        offset: this.#cell.map((entry) => {
          if (!hasCell) return 0;
          return method === "minmax" ? entry.least : entry.mean;
        }),
        scale: this.#cell.map((entry) => {
          if (!hasCell) return 1;
          const spread =
            method === "minmax"
              ? entry.most - entry.least
              : Math.sqrt(entry.squares / this.#crystals);
          // A spread of rounding size is none: dividing by it would blow rounding errors up.
          return spread > 1e-6 ? spread : 1;
        }),
      },
      ...factors,
      ...(method === "rows"
        ? {
            rows: {
              low: [...this.#least],
              range: Array.from(this.#most, (most, row) => {
                const range = most - (this.#least[row] ?? 0);
                return range > 0 ? range : 1;
              }),
            },
          }
        : {}),
    };
  }
}

function readRows(json: unknown, count: number): NonNullable<FtcpScalerJson["rows"]> {
  const { low, range } = (json ?? {}) as Readonly<Record<string, unknown>>;
  if (!isNumbers(low, count)) throw invalid("rows.low");
  if (!isNumbers(range, count) || !range.every(isPositive)) throw invalid("rows.range");
  return { low, range };
}

/** Logarithm of a length (index 0 to 2) or cosine of an angle (3 to 5). */
function flattenCell(value: number, index: number): number {
  return index < 3 ? Math.log(value) : Math.cos((value * Math.PI) / 180);
}

/** Inverse of `flattenCell`; a noisy cosine beyond 1 becomes a flat angle, which is no cell. */
function unflattenCell(value: number, index: number): number {
  if (index < 3) return Math.exp(value);
  return (Math.acos(Math.max(-1, Math.min(1, value))) * 180) / Math.PI;
}

function checkFinite(tensor: FtcpTensor, crystalsBefore: number): void {
  const [, rows, columns] = tensor.shape;
  const { data } = tensor;
  let at = 0; // a plain loop: several times faster than findIndex on millions of numbers
  while (at < data.length && Number.isFinite(data[at])) at++;
  if (at === data.length) return;
  const crystal = crystalsBefore + Math.floor(at / (rows * columns));
  const row = Math.floor(at / columns) % rows;
  const column = at % columns;
  throw new FeaturizeError(
    "FEATURIZE_NOT_FINITE",
    `crystal ${crystal}: ${tensor.data[at] ?? 0} in row ${row}, column ${column}`,
    { crystal, row, column },
  );
}

function checkLengths(tensor: FtcpTensor, layout: FtcpLayout, crystalsBefore: number): void {
  const [crystals, rows, columns] = tensor.shape;
  const block = layout.blocks.find(({ name }) => name === "cell");
  if (block === undefined) return;
  const row = block.start;
  for (let crystal = 0; crystal < crystals; crystal++) {
    for (let column = 0; column < 3; column++) {
      const length = tensor.data[(crystal * rows + row) * columns + column] ?? 0;
      if (length > 0) continue;
      throw new FeaturizeError(
        "FEATURIZE_INVALID_CELL",
        `crystal ${crystalsBefore + crystal}: a length of ${length} Å has no logarithm`,
        { crystal: crystalsBefore + crystal, row, column },
      );
    }
  }
}

function isNumbers(value: unknown, length: number): value is number[] {
  return Array.isArray(value) && value.length === length && value.every(Number.isFinite);
}

function isPositive(value: number): boolean {
  return value > 0;
}

function invalid(path: string): FeaturizeError {
  const place = path === "" ? "the document" : path;
  return new FeaturizeError("FEATURIZE_INVALID_SCALER", `not a valid scaler: ${place}`, { path });
}
