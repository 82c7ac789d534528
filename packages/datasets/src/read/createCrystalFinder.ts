import {
  detectStructureFormat,
  parseCif,
  parseOptimade,
  parsePymatgenJson,
  parseStructures,
} from "@ftcp/cif";
import type { Structure } from "@ftcp/crystal";
import { CIF_COLUMNS, STRUCTURE_COLUMNS } from "./columnRoles.ts";
import { findArrayColumns } from "./findArrayColumns.ts";
import { isMissing } from "./isMissing.ts";
import { structureFromArrays } from "./structureFromArrays.ts";

/** The crystal of a row, not read yet. */
export interface FoundCrystal {
  /** The column that holds it, where it is one. */
  readonly column: string | undefined;
  /** All columns that it takes. */
  readonly columns: ReadonlySet<string>;
  /** Its text where it is a CIF. */
  readonly cif: string | undefined;
  /**
   * @returns the crystal
   * @throws CifError, FormatError or CrystalError when it cannot be read
   */
  read(): Structure;
}

/**
 * Makes a function that finds the crystal among the values of a row.
 *
 * @param wanted - the column; by default the usual names of CIFs, then of other forms, then arrays
 * @param readText - reads the text of the column where it is in a form of its own
 * @returns the function; it gives nothing where there is no crystal
 *
 * @remarks
 * Forms: a CIF; in its place the text of POSCAR, extended XYZ or JSON; pymatgen's `Structure.as_dict()`,
 * JARVIS's `Atoms` and OPTIMADE's attributes as objects; OPTIMADE's attributes or arrays of cells,
 * positions and elements in columns of their own; a row that is itself a pymatgen dictionary.
 */
export function createCrystalFinder(
  wanted: string | undefined,
  readText?: (text: string) => Structure,
): (columns: Readonly<Record<string, unknown>>) => FoundCrystal | undefined {
  const names = wanted === undefined ? [...CIF_COLUMNS, ...STRUCTURE_COLUMNS] : [wanted];
  return (columns) => {
    for (const name of names) {
      const value = Object.hasOwn(columns, name) ? columns[name] : undefined;
      if (isMissing(value)) continue;
      if (typeof value === "string") {
        if (readText === undefined) return ofText(name, value);
        const read = (): Structure => readText(value);
        return { column: undefined, columns: new Set([name]), cif: undefined, read };
      }
      if (typeof value === "object" && value !== null && !Array.isArray(value)) {
        const read = (): Structure => readObject(value as Record<string, unknown>);
        return { column: name, columns: new Set([name]), cif: undefined, read };
      }
    }
    if (wanted !== undefined) return undefined;
    const { lattice, sites } = columns;
    if (typeof lattice === "object" && Array.isArray(sites)) {
      const own = ["@module", "@class", "@version", "lattice", "sites", "charge", "properties"];
      const read = (): Structure => parsePymatgenJson(columns);
      return { column: undefined, columns: new Set(own), cif: undefined, read };
    }
    return ofArrays(columns);
  };
}

function ofText(name: string, text: string): FoundCrystal {
  const columns = new Set([name]);
  const isCif =
    CIF_COLUMNS.includes(name) || text.includes("_cell_length_a") || !/^\s*[{[]/u.test(text);
  const format = isCif && !/^\s*\{/u.test(text) ? formatOf(text) : detectStructureFormat("", text);
  if (format === undefined || format === "cif") {
    return { column: name, columns, cif: text, read: () => parseCif(text) };
  }
  const read = (): Structure => {
    if (format === "json") {
      const value: unknown = JSON.parse(text);
      if (typeof value === "object" && value !== null && "lattice_mat" in value) {
        return readObject(value);
      }
    }
    const [item] = parseStructures(text, format).items;
    if (item === undefined) throw new RangeError("the text holds no crystal");
    if (!item.structure.ok) throw item.structure.error;
    return item.structure.value;
  };
  return { column: name, columns, cif: undefined, read };
}

/** CIF unless the text is clearly something else; most are, so this looks at the start only. */
function formatOf(text: string): ReturnType<typeof detectStructureFormat> {
  return /(?:^|\s)(?:data_|_cell_length_a)/iu.test(text.slice(0, 4096))
    ? "cif"
    : detectStructureFormat("", text);
}

function readObject(value: Readonly<Record<string, unknown>>): Structure {
  if ("lattice_vectors" in value || "attributes" in value) return parseOptimade(value);
  const found = "sites" in value ? undefined : findArrayColumns(value);
  if (found !== undefined) return structureFromArrays(found.arrays);
  return parsePymatgenJson(value);
}

function ofArrays(columns: Readonly<Record<string, unknown>>): FoundCrystal | undefined {
  const { lattice_vectors: vectors, cartesian_site_positions: positions, species } = columns;
  if (Array.isArray(vectors) && Array.isArray(positions) && !isMissing(species)) {
    const own = [
      "lattice_vectors",
      "cartesian_site_positions",
      "species",
      "species_at_sites",
      "dimension_types",
      "nperiodic_dimensions",
      "structure_features",
    ];
    const attributes = Object.fromEntries(own.map((name) => [name, parseIfText(columns[name])]));
    const read = (): Structure => parseOptimade({ type: "structures", id: "", attributes });
    return { column: undefined, columns: new Set(own), cif: undefined, read };
  }
  const found = findArrayColumns(columns);
  if (found === undefined) return undefined;
  const read = (): Structure => structureFromArrays(found.arrays);
  return { column: undefined, columns: found.columns, cif: undefined, read };
}

/** Lists and objects stand as JSON in tables without such types. */
function parseIfText(value: unknown): unknown {
  return typeof value === "string" && /^\s*[[{]/u.test(value) ? JSON.parse(value) : value;
}
