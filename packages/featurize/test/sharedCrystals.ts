import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";

import { createLattice, createStructure, type Structure, type Vector3 } from "@ftcp/crystal";

/** A crystal of the shared dataset. */
export interface SharedCrystal {
  readonly id: string;
  readonly structure: Structure;
}

/**
 * Every n-th line of the dataset, of those crystals that have no more elements and sites than asked; only
 * those named, if any are.
 */
export async function* sharedCrystals(
  folder: string,
  maxElements: number,
  maxSites: number,
  every = 1,
  ids?: ReadonlySet<string>,
): AsyncGenerator<SharedCrystal> {
  const stream = createReadStream(join(folder, "crystals.jsonl.gz")).pipe(createGunzip());
  let number = 0;
  for await (const line of createInterface({ input: stream })) {
    if (number++ % every !== 0) continue;
    if (ids !== undefined && !ids.has(/"material_id": ?"([^"]+)"/.exec(line)?.[1] ?? "")) continue;
    const row = JSON.parse(line) as {
      readonly material_id: string;
      readonly nelements: number;
      readonly nsites: number;
      readonly cif: string;
    };
    if (row.nelements > maxElements || row.nsites > maxSites) continue;
    const structure = readP1(row.cif);
    if (structure.sites.length !== row.nsites) throw new Error(`${row.material_id}: misread`);
    yield { id: row.material_id, structure };
  }
}

/** Reads the P1 CIFs of the dataset, and only those. */
function readP1(cif: string): Structure {
  const cell = (name: string): number =>
    Number(new RegExp(`_cell_${name}\\s+(\\S+)`).exec(cif)?.[1] ?? Number.NaN);
  const [head = "", rows = ""] = cif.split(/_atom_site_occupancy\s*\n/);
  const columns = [...head.matchAll(/_atom_site_(\w+)/g)].map(([, name]) => name);
  const sites = rows
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter((atom) => atom.length > columns.length);
  const column = (atom: readonly string[], name: string): string =>
    atom[columns.indexOf(name)] ?? "";
  return createStructure(
    createLattice({
      a: cell("length_a"),
      b: cell("length_b"),
      c: cell("length_c"),
      alpha: cell("angle_alpha"),
      beta: cell("angle_beta"),
      gamma: cell("angle_gamma"),
    }),
    sites.map((atom) => column(atom, "type_symbol").replace(/[^A-Za-z]/g, "")),
    sites.map((atom): Vector3 => [
      Number(column(atom, "fract_x")),
      Number(column(atom, "fract_y")),
      Number(column(atom, "fract_z")),
    ]),
  );
}
