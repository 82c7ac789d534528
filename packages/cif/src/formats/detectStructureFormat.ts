import type { StructureFormat } from "./structureFormat.ts";

/** How much of a text is looked at. */
const headLength = 4096;

/**
 * Tells the format of a file with a crystal by its name, or else by its contents.
 *
 * @param name - the name or path of the file; empty when there is none, as for standard input
 * @param text - its contents
 * @returns the format; undefined when neither name nor contents tell it
 *
 * @remarks
 * Names decide where they can: `.cif`, `.mcif`; `POSCAR`, `CONTCAR`, `.poscar`, `.vasp`; `.xyz`,
 * `.extxyz`. JSON is OPTIMADE's where it has the name of one of its properties or nothing of pymatgen's.
 *
 * @example
 * ```ts
 * detectStructureFormat("CONTCAR.relax2", ""); // "poscar"
 * detectStructureFormat("", '{"data": [{"type": "structures"}]}'); // "optimade"
 * ```
 */
export function detectStructureFormat(name: string, text: string): StructureFormat | undefined {
  const file = (name.split(/[\\/]/u).at(-1) ?? "").toLowerCase();
  if (/\.m?cif$/u.test(file)) return "cif";
  if (/\.(?:ext)?xyz$/u.test(file)) return "extxyz";
  if (/\.(?:poscar|contcar|vasp)$/u.test(file)) return "poscar";
  if (file.endsWith(".json")) return jsonFormat(text);
  if (/^(?:poscar|contcar)(?:$|[^a-z])/u.test(file)) return "poscar";
  return formatOfText(text);
}

function formatOfText(text: string): StructureFormat | undefined {
  const head = text.slice(0, headLength).replace(/^\uFEFF/u, "");
  if (/^\s*[{[]/u.test(head)) return jsonFormat(text);
  if (head.startsWith("#\\#CIF_") || /(?:^|\s)data_\S/iu.test(head)) return "cif";
  const [first = "", second = "", ...rest] = head.split(/\r\n|\r|\n/u);
  if (/^\s*\d+\s*$/u.test(first) && /(?:lattice|properties)\s*=/iu.test(second)) return "extxyz";
  const isPoscar =
    /^\s*[-+]?[\d.]/u.test(second) &&
    rest.slice(0, 3).length === 3 &&
    rest.slice(0, 3).every((line) => /^\s*[-+\d.]\S*\s+[-+\d.]\S*\s+[-+\d.]\S*/u.test(line));
  return isPoscar ? "poscar" : undefined;
}

function jsonFormat(text: string): StructureFormat {
  const isOptimade =
    /"(?:lattice_vectors|cartesian_site_positions|species_at_sites)"|"type"\s*:\s*"structures"/u;
  return isOptimade.test(text) ? "optimade" : "json";
}
