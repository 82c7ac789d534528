import { basename } from "node:path";

/** What the name of a file in a folder of crystals tells. */
export interface CrystalFile {
  /** The crystal's id. */
  readonly id: string;
  /** How it is read. */
  readonly form: "cif" | "poscar";
}

/**
 * Tells the crystal of a file by its name: `mp-1.cif`, and for POSCARs `mp-1.vasp`, `mp-1.poscar`, `POSCAR_mp-1`,
 * `mp-1_POSCAR` and the like with `CONTCAR`; each also with `.gz` or `.zst`.
 *
 * @param name - of the file, or its path
 * @returns id and form; nothing for other files
 */
export function crystalFile(name: string): CrystalFile | undefined {
  const base = basename(name.trim()).replace(/\.(?:gz|zstd?)$/iu, "");
  const cif = /^(.+)\.cif$/iu.exec(base)?.[1];
  if (cif !== undefined) return { id: cif, form: "cif" };
  const [, extension, first, last] =
    /^(?:(.+)\.(?:vasp|poscar|contcar)|(?:POSCAR|CONTCAR)[._-](.+)|(.+)[._-](?:POSCAR|CONTCAR))$/iu.exec(
      base,
    ) ?? [];
  const id = extension ?? first ?? last;
  return id === undefined ? undefined : { id, form: "poscar" };
}
