import { elementBySymbol, isOrdered } from "@ftcp/crystal";
import { zipSync } from "fflate";
import type { CrystalRecord, RecordSource } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import { iterateRecords } from "../iterateRecords.ts";
import { ColumnsBuilder } from "../write/datasetColumns.ts";
import { encodeNpy } from "./encodeNpy.ts";
import type { NumpyArray } from "./numpyArray.ts";

/** What {@link writeNpz} can be told. */
export interface WriteNpzOptions {
  /** Whether the arrays are compressed (deflate); default true. */
  readonly compressed?: boolean;
  /** Stops writing; the iteration then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Names that the crystals themselves take. */
const OWN = ["material_id", "num_atoms", "atomic_numbers", "pos", "cell"];

/**
 * Writes crystals as the `.npz` file of numpy, the inverse of {@link readNpz}: `material_id` (str), `num_atoms`
 * (int32), `cell` (float64, rows, Å) and the properties (float64, NaN where missing) and labels (str, empty where
 * missing) with an entry a crystal; `atomic_numbers` (int32) and `pos` (float64, fractional) with an entry a site.
 *
 * @param source - records or results, in any iterable
 * @param options - see {@link WriteNpzOptions}
 * @returns the bytes of the file
 * @throws the error of the first failed result: handle failures before writing
 * @throws {@link DatasetError} with code `DATASETS_INVALID_STRUCTURE` when a crystal is disordered or holds
 *   deuterium, which arrays of atomic numbers cannot say
 * @throws RangeError when a property or label has the name of another column, or the file would exceed 4 GiB
 *
 * @remarks
 * Whole arrays must lie one after another, so all crystals are held in memory, in 28 bytes a site and 8 a property.
 * Names of sites and charges are not written. Equal records give equal bytes.
 *
 * @example
 * ```ts
 * import { readCsv, writeNpz } from "@ftcp/datasets";
 *
 * const pieces: Uint8Array[] = [];
 * for await (const piece of writeNpz(readCsv("material_id,cif\n"))) pieces.push(piece);
 * ```
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.savez_compressed.html
 */
export async function* writeNpz<E extends Error>(
  source: RecordSource<E>,
  options: WriteNpzOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const { compressed = true, signal } = options;
  const table = new ArrayTable();
  signal?.throwIfAborted();
  for await (const result of iterateRecords(source)) {
    signal?.throwIfAborted();
    if (!result.ok) throw result.error;
    table.add(result.value);
  }
  const files: Record<string, Uint8Array> = {};
  let size = 0;
  for (const [name, array] of table.arrays()) {
    const bytes = encodeNpy(array);
    size += bytes.length;
    files[`${name}.npy`] = bytes;
  }
  if (size >= 2 ** 32) throw new RangeError(`${size} bytes of arrays are more than 4 GiB`);
  yield zipSync(files, { level: compressed ? 6 : 0, mtime: new Date(1980, 0, 1) });
}

class ArrayTable {
  readonly #columns = new ColumnsBuilder();
  readonly #rows: Pick<CrystalRecord, "id" | "labels" | "properties">[] = [];
  readonly #counts: number[] = [];
  readonly #numbers: number[] = [];
  readonly #positions: number[] = [];
  readonly #cells: number[] = [];

  add({ id, structure, properties, labels }: CrystalRecord): void {
    if (!isOrdered(structure)) throw unable(id, "it is disordered");
    this.#columns.add({ id, structure, properties, labels });
    this.#rows.push({ id, properties, labels });
    this.#counts.push(structure.sites.length);
    for (const row of structure.lattice.matrix) this.#cells.push(...row);
    for (const { species, fractional } of structure.sites) {
      const symbol = species[0]?.element ?? "";
      const element = elementBySymbol(symbol);
      if (symbol === "D" || symbol === "T") throw unable(id, `${symbol} has no number of its own`);
      this.#numbers.push(element.number);
      this.#positions.push(...fractional);
    }
  }

  arrays(): ReadonlyMap<string, NumpyArray> {
    const rows = this.#rows;
    const count = rows.length;
    const { properties, labels } = this.#columns.columns();
    const names = [...OWN, ...properties, ...labels];
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) throw new RangeError(`two arrays are called ${twice}`);
    const sites = this.#numbers.length;
    const textOf = (row: (typeof rows)[number], name: string): string => {
      const value = Object.hasOwn(row.labels, name) ? row.labels[name] : undefined;
      if (value !== undefined) return value;
      return Object.hasOwn(row.properties, name) ? String(row.properties[name]) : "";
    };
    return new Map<string, NumpyArray>([
      ["material_id", { shape: [count], data: rows.map(({ id }) => id) }],
      ["num_atoms", { shape: [count], data: Int32Array.from(this.#counts) }],
      ["atomic_numbers", { shape: [sites], data: Int32Array.from(this.#numbers) }],
      ["pos", { shape: [sites, 3], data: Float64Array.from(this.#positions) }],
      ["cell", { shape: [count, 3, 3], data: Float64Array.from(this.#cells) }],
      ...properties.map((name): [string, NumpyArray] => {
        const values = rows.map((row) =>
          Object.hasOwn(row.properties, name) ? (row.properties[name] ?? NaN) : NaN,
        );
        return [name, { shape: [count], data: Float64Array.from(values) }];
      }),
      ...labels.map((name): [string, NumpyArray] => {
        return [name, { shape: [count], data: rows.map((row) => textOf(row, name)) }];
      }),
    ]);
  }
}

function unable(id: string, reason: string): DatasetError {
  const message = `the crystal cannot be written as arrays of numbers: ${reason}`;
  return new DatasetError("DATASETS_INVALID_STRUCTURE", message, { id });
}
