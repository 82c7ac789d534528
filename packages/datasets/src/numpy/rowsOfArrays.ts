import { DatasetError } from "../datasetError.ts";
import { toPlainValue } from "../read/toPlainValue.ts";
import type { NumpyArray } from "./numpyArray.ts";

/** Names of the array with the number of sites of each crystal. */
const COUNTS = ["num_atoms", "natoms", "n_atoms", "num_sites", "nsites"];

/** Names of arrays that have an entry a site. */
const OF_SITES: ReadonlySet<string> = new Set([
  ...["pos", "frac_coords", "fractional_coordinates", "scaled_positions", "positions"],
  ...["cart_coords", "cartesian_site_positions", "atomic_numbers", "numbers", "atom_types"],
  ...["species_at_sites", "symbols"],
]);

/** Crystals in arrays, cut into rows. */
export interface ArrayRows {
  /** Number of crystals. */
  readonly length: number;
  /** The values of a crystal by name. */
  readonly row: (index: number) => Readonly<Record<string, unknown>>;
}

/**
 * Cuts arrays of all crystals into rows: arrays with an entry a crystal directly, those with an entry a site by the
 * numbers of sites in `num_atoms`, `natoms`, ….
 *
 * @param arrays - by name
 * @returns the rows; arrays that have neither number of entries belong to no crystal and are left out
 * @throws {@link DatasetError} with code `DATASETS_DAMAGED_FILE` when the arrays do not fit together
 */
export function rowsOfArrays(arrays: ReadonlyMap<string, NumpyArray>): ArrayRows {
  const countName = COUNTS.find((name) => arrays.get(name)?.shape.length === 1);
  const counts = countName === undefined ? undefined : arrays.get(countName);
  const offsets: number[] = [0];
  for (let i = 0; i < (counts?.data.length ?? 0); i++) {
    const count = Number(counts?.data[i]);
    if (!(Number.isSafeInteger(count) && count >= 0)) {
      throw damaged(`${countName ?? ""} holds what is no number of sites`);
    }
    offsets.push((offsets[i] ?? 0) + count);
  }
  const siteCount = offsets.at(-1) ?? 0;
  const isOfSites = (name: string): boolean => counts !== undefined && OF_SITES.has(name);
  const length =
    counts?.data.length ?? Math.max(0, ...[...arrays.values()].map(({ shape }) => shape[0] ?? 0));
  const columns: { name: string; valueOf: (row: number) => unknown }[] = [];
  for (const [name, { shape, data }] of arrays) {
    const [size, ...inner] = shape;
    if (isOfSites(name)) {
      if (size !== siteCount) {
        throw damaged(`${name} has ${size ?? "no"} entries for ${siteCount} sites`);
      }
      const width = inner.reduce((product, each) => product * each, 1);
      const valueOf = (row: number): unknown =>
        Array.from(
          data.slice(
            (offsets[row] ?? 0) * width,
            (offsets[row + 1] ?? 0) * width,
          ) as ArrayLike<unknown>,
          toPlainValue,
        );
      columns.push({ name, valueOf });
    } else if (size === length) {
      columns.push({ name, valueOf: (row) => entryOf(data, inner, row) });
    }
  }
  return {
    length,
    row: (index) => Object.fromEntries(columns.map(({ name, valueOf }) => [name, valueOf(index)])),
  };
}

/** One entry along the first axis: a value, or nested lists of the shape that is left. */
function entryOf(data: NumpyArray["data"], inner: readonly number[], index: number): unknown {
  const [size, ...rest] = inner;
  if (size === undefined) return toPlainValue(data[index]);
  return Array.from({ length: size }, (_, i) => entryOf(data, rest, index * size + i));
}

function damaged(reason: string): DatasetError {
  return new DatasetError("DATASETS_DAMAGED_FILE", `the arrays do not fit together: ${reason}`);
}
