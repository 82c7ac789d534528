import { parseFormula, reducedFormula } from "@ftcp/crystal";
import type { Latents } from "../designModel.ts";
import { SamplingError } from "../samplingError.ts";
import { checkLatents } from "./checkLatents.ts";
import { readIndexFiles } from "./readIndexFiles.ts";
import { writeIndexFiles } from "./writeIndexFiles.ts";

/** The known crystals of a {@link LatentIndex}, row by row. */
export interface LatentIndexContents {
  /** One id per crystal, all different. */
  readonly ids: readonly string[];
  /** One chemical formula per crystal; any notation that `parseFormula` reads. */
  readonly formulas: readonly string[];
  /** The properties' names, all different. */
  readonly propertyNames: readonly string[];
  /** Property values: float32 `[crystals, properties]`, row-major; NaN where unknown. */
  readonly properties: Float32Array;
  /** The crystals' latents (the encoder's means): float32 `[crystals, size]`. */
  readonly latents: Latents;
  /** Whose data it is and under which licence; empty when there is nobody to name. */
  readonly attribution: string;
}

/** A {@link LatentIndex} as two files. */
export interface LatentIndexFiles {
  /** What the bytes mean, with ids, formulas and properties: JSON text. */
  readonly json: string;
  /** The latents, one byte per number: `[crystals, size]`, row-major. */
  readonly bytes: Uint8Array;
}

/**
 * The known crystals and their latents: where a search starts, and what a new crystal must differ
 * from.
 *
 * @remarks
 * An index belongs to the model whose encoder made its latents. The arrays given are kept, not
 * copied: do not change them afterwards.
 *
 * @example
 * ```ts
 * import { LatentIndex } from "@ftcp/sampling";
 *
 * const index = new LatentIndex({
 *   ids: ["mp-22862"],
 *   formulas: ["NaCl"],
 *   propertyNames: ["band_gap"],
 *   properties: new Float32Array([5.0]),
 *   latents: { data: new Float32Array([0.5, -1]), shape: [1, 2] },
 *   attribution: "Materials Project, CC BY 4.0",
 * });
 * index.propertiesOf(0); // { band_gap: 5 }
 * ```
 */
export class LatentIndex {
  /** One id per crystal, all different. */
  readonly ids: readonly string[];
  /** One reduced formula per crystal, in the canonical notation of `reducedFormula`. */
  readonly formulas: readonly string[];
  /** The properties' names, all different. */
  readonly propertyNames: readonly string[];
  /** Property values: float32 `[crystals, properties]`, row-major; NaN where unknown. */
  readonly properties: Float32Array;
  /** The crystals' latents: float32 `[crystals, size]`. */
  readonly latents: Latents;
  /** Whose data it is and under which licence. */
  readonly attribution: string;
  readonly #rows: ReadonlyMap<string, number>;

  /**
   * @param contents - the known crystals; formulas are brought into canonical notation
   * @throws {@link SamplingError} with code `SAMPLING_INVALID_INDEX` when the parts do not fit each
   *   other, an id or property name repeats or is empty, a formula cannot be read or a latent is not
   *   finite; `field` and `row` tell where
   */
  constructor(contents: LatentIndexContents) {
    const { ids, formulas, propertyNames, properties, latents, attribution } = contents;
    checkShapes(contents);
    this.ids = [...ids];
    this.formulas = canonicalFormulas(formulas);
    this.propertyNames = [...propertyNames];
    this.properties = properties;
    this.latents = latents;
    this.attribution = attribution;
    this.#rows = new Map(ids.map((id, row) => [id, row]));
    checkNames("ids", ids);
    checkNames("propertyNames", propertyNames);
    checkNumbers(contents);
  }

  /** The number of crystals. */
  get count(): number {
    return this.ids.length;
  }

  /** The number of dimensions of the latents. */
  get latentSize(): number {
    return this.latents.shape[1];
  }

  /**
   * Finds a crystal by its id.
   *
   * @param id - the crystal's id
   * @returns its row, or undefined when the index does not have it
   */
  rowOf(id: string): number | undefined {
    return this.#rows.get(id);
  }

  /**
   * Copies the latent of one crystal.
   *
   * @param row - the crystal's row
   * @returns a new float32 `[size]`
   * @throws RangeError when there is no such row
   */
  latentOf(row: number): Float32Array {
    this.#checkRow(row);
    const size = this.latentSize;
    return this.latents.data.slice(row * size, (row + 1) * size);
  }

  /**
   * Lists the known property values of one crystal.
   *
   * @param row - the crystal's row
   * @returns values by property name, each in its unit; unknown ones are absent
   * @throws RangeError when there is no such row
   */
  propertiesOf(row: number): Readonly<Record<string, number>> {
    this.#checkRow(row);
    const width = this.propertyNames.length;
    const entries = this.propertyNames.map(
      (name, i) => [name, this.properties[row * width + i] ?? Number.NaN] as const,
    );
    return Object.fromEntries(entries.filter(([, value]) => !Number.isNaN(value)));
  }

  /**
   * Computes the standard deviation of a property over the crystals whose value is known.
   *
   * @param property - the property's name
   * @returns `√(Σ (p - mean)² / n)` in the property's unit; 1 when the known values do not differ, so
   *   that one may divide by it
   * @throws {@link SamplingError} with code `SAMPLING_UNKNOWN_PROPERTY` when the index lacks the
   *   property
   */
  spreadOf(property: string): number {
    const column = this.propertyNames.indexOf(property);
    if (column === -1) {
      throw new SamplingError(
        "SAMPLING_UNKNOWN_PROPERTY",
        `the latent index does not know the property "${property}"; ` +
          `known: ${this.propertyNames.join(", ")}`,
        { property, known: this.propertyNames },
      );
    }
    const width = this.propertyNames.length;
    const known = this.properties.filter(
      (value, i) => i % width === column && !Number.isNaN(value),
    );
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const spread = Math.sqrt(squares / known.length);
    return spread > 0 ? spread : 1;
  }

  /**
   * Writes the index as two small files; the inverse of {@link LatentIndex.fromFiles}.
   *
   * @returns JSON text (kind `ftcp-latent-index`, version 1) and the latents in one byte per number
   *
   * @remarks
   * Each dimension of the latents is rounded to 256 evenly spaced values between its least and
   * greatest one, so a latent changes by at most 1/510 of that range. Everything else is exact, and
   * writing what was read gives the same bytes.
   */
  toFiles(): LatentIndexFiles {
    return writeIndexFiles(this);
  }

  /**
   * Reads an index from its two files; the inverse of {@link LatentIndex.toFiles}.
   *
   * @param files - from anywhere: nothing in them is trusted
   * @returns the index
   * @throws {@link SamplingError} with code `SAMPLING_INDEX_DAMAGED` when a file is incomplete,
   *   altered or not an index; `field` and `row` tell where
   * @throws {@link SamplingError} with code `SAMPLING_INDEX_VERSION` when the version is not 1
   * @throws {@link SamplingError} with code `SAMPLING_INDEX_TOO_LARGE` beyond 128 Mi characters of
   *   JSON or 256 MiB of latents
   */
  static fromFiles(files: LatentIndexFiles): LatentIndex {
    const contents = readIndexFiles(files);
    try {
      return new LatentIndex(contents);
    } catch (error) {
      if (!(error instanceof SamplingError)) throw error;
      throw new SamplingError("SAMPLING_INDEX_DAMAGED", `damaged latent index: ${error.message}`, {
        cause: error,
        ...(error.field === undefined ? {} : { field: error.field }),
        ...(error.row === undefined ? {} : { row: error.row }),
      });
    }
  }

  #checkRow(row: number): void {
    if (!Number.isSafeInteger(row) || row < 0 || row >= this.count) {
      throw new RangeError(`row ${row} of an index of ${this.count} crystals`);
    }
  }
}

function checkShapes({
  ids,
  formulas,
  propertyNames,
  properties,
  latents,
}: LatentIndexContents): void {
  try {
    checkLatents(latents);
  } catch (cause) {
    throw new SamplingError("SAMPLING_INVALID_INDEX", "the latents do not fit their shape", {
      cause,
      field: "latents",
    });
  }
  const count = latents.shape[0];
  const lengths = [
    ["ids", ids.length, count],
    ["formulas", formulas.length, count],
    ["properties", properties.length, count * propertyNames.length],
  ] as const;
  for (const [field, length, expected] of lengths) {
    if (length !== expected) {
      throw new SamplingError(
        "SAMPLING_INVALID_INDEX",
        `${field} has ${length} entries where ${count} latents need ${expected}`,
        { field },
      );
    }
  }
}

function checkNames(field: "ids" | "propertyNames", names: readonly string[]): void {
  const seen = new Set<string>();
  for (const [row, name] of names.entries()) {
    if (name === "" || seen.has(name)) {
      const fault = name === "" ? "is empty" : `repeats "${name}"`;
      throw new SamplingError("SAMPLING_INVALID_INDEX", `${field}[${row}] ${fault}`, {
        field,
        row,
      });
    }
    seen.add(name);
  }
}

function checkNumbers({ latents, properties, propertyNames }: LatentIndexContents): void {
  const faults = [
    ["latents", findNotFinite(latents.data, false), latents.shape[1]],
    ["properties", findNotFinite(properties, true), propertyNames.length],
  ] as const;
  for (const [field, position, width] of faults) {
    if (position === -1) continue;
    const row = Math.floor(position / width);
    throw new SamplingError("SAMPLING_INVALID_INDEX", `${field}, row ${row}: not a finite number`, {
      field,
      row,
    });
  }
}

/** A plain loop: `findIndex` takes ten times as long over millions of latents. */
function findNotFinite(values: Float32Array, isUnknownAllowed: boolean): number {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    // A finite number less itself is 0; an infinite one or NaN is not.
    if (value - value !== 0 && !(isUnknownAllowed && Number.isNaN(value))) return i;
  }
  return -1;
}

function canonicalFormulas(formulas: readonly string[]): readonly string[] {
  return formulas.map((formula, row) => {
    try {
      return reducedFormula(parseFormula(formula));
    } catch (cause) {
      throw new SamplingError("SAMPLING_INVALID_INDEX", `formulas[${row}] cannot be read`, {
        cause,
        field: "formulas",
        row,
      });
    }
  });
}
