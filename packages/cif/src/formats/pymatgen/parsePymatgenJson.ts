import type { Lattice, LatticeParameters, Site, Species, Structure, Vector3 } from "@ftcp/crystal";

import { JsonReader } from "../json/jsonReader.ts";
import type { JsonObject } from "../json/jsonReader.ts";
import type { JsonPath } from "../json/jsonPath.ts";
import type { ParseFormatOptions } from "../parseFormatOptions.ts";
import { toFractional } from "../toFractional.ts";

/** Lengths and angles that differ by less than this share from those of the vectors are the same. */
const parameterTolerance = 1e-6;
/** Sums of occupancies in files carry rounding errors; this little above 1 is 1. */
const occupancyRounding = 1e-8;

/**
 * Reads pymatgen's JSON of a crystal, `Structure.as_dict()` or `Structure.to(fmt="json")`.
 *
 * @param source - the text, or the object that it stands for
 * @param options - see {@link ParseFormatOptions}
 * @returns the crystal, sites in the order of the file; the lattice vectors are those of the file,
 *   left-handed ones too
 * @throws {@link FormatError} when no crystal can be made of it; code, path, line and column say why and
 *   where
 *
 * @remarks
 * Files of old and new versions are read: `Structure` and `IStructure`, species with and without
 * oxidation state, with and without labels, `abc` or only `xyz`. Oxidation states become charges.
 * Structures that are not periodic in three directions (`pbc`) and molecules are errors
 * (`FORMAT_NOT_PERIODIC`). Site properties and spins are left out with the remark
 * `FORMAT_PROPERTIES_IGNORED`, a charge of the cell with `FORMAT_CHARGE_IGNORED`. `NaN`, which Python
 * writes, is read as null.
 *
 * @example
 * ```ts
 * const structure = parsePymatgenJson(writePymatgenJson(rockSalt));
 * ```
 *
 * @see https://pymatgen.org/pymatgen.core.html#pymatgen.core.structure.IStructure.as_dict
 */
export function parsePymatgenJson(
  source: string | object,
  options: ParseFormatOptions = {},
): Structure {
  const reader = new JsonReader(source, "json", options);
  return readPymatgenStructure(reader, reader.root, []);
}

/**
 * Reads one structure of a JSON text.
 *
 * @param reader - the text
 * @param value - the value of the structure
 * @param path - where it stands
 * @returns the crystal
 * @internal
 */
export function readPymatgenStructure(
  reader: JsonReader,
  value: unknown,
  path: JsonPath,
): Structure {
  const structure = reader.object(value, path);
  if (structure["lattice"] === undefined && structure["sites"] !== undefined) {
    reader.fail("FORMAT_NOT_PERIODIC", "the file holds a molecule, which has no lattice", path);
  }
  const lattice = readLattice(reader, structure["lattice"], [...path, "lattice"]);
  const list = reader.list(structure["sites"], [...path, "sites"]);
  if (list.length > reader.maxSites) {
    reader.checkSites(list.length, reader.placeOf([...path, "sites"]));
  }
  const { charge } = structure;
  if (typeof charge === "number" && charge !== 0) {
    reader.note(
      "warning",
      "FORMAT_CHARGE_IGNORED",
      `the cell has the charge ${charge}, which is left out`,
      () => reader.placeOf([...path, "charge"]),
    );
  }
  noteProperties(reader, structure, path);
  return {
    lattice,
    sites: list.map((site, index) => readSite(reader, site, lattice, [...path, "sites", index])),
  };
}

function readLattice(reader: JsonReader, value: unknown, path: JsonPath): Lattice {
  const given = reader.object(value, path);
  const matrix = reader.matrix(given["matrix"], [...path, "matrix"]);
  const { pbc } = given;
  if (Array.isArray(pbc) && !pbc.every((isPeriodic) => isPeriodic === true)) {
    reader.fail("FORMAT_NOT_PERIODIC", "the structure is not periodic in all three directions", [
      ...path,
      "pbc",
    ]);
  }
  const lattice = reader.lattice(matrix, () => reader.placeOf([...path, "matrix"]));
  const parameters: Partial<Record<string, number>> = {};
  for (const name of ["a", "b", "c", "alpha", "beta", "gamma"] as const) {
    const number = given[name];
    // Terse files give the vectors only, which are enough.
    if (typeof number !== "number") return lattice;
    if (!(Math.abs(number - lattice[name]) <= parameterTolerance * lattice[name])) {
      reader.note(
        "warning",
        "FORMAT_LATTICE_CONTRADICTION",
        `${name} is given as ${number}, but that of the vectors is ${lattice[name]}, which counts`,
        () => reader.placeOf([...path, name]),
      );
      return lattice;
    }
    parameters[name] = number;
  }
  // As written, so that they survive a round trip: they may differ from ours in the last digit.
  return { ...(parameters as unknown as LatticeParameters), matrix };
}

function readSite(reader: JsonReader, value: unknown, lattice: Lattice, path: JsonPath): Site {
  const site = reader.object(value, path);
  const list = reader.list(site["species"], [...path, "species"]);
  const species = list.map((each, index) => readSpecies(reader, each, [...path, "species", index]));
  const { abc, label } = site;
  const fractional: Vector3 =
    abc === undefined && site["xyz"] !== undefined
      ? toFractional(lattice, reader.vector(site["xyz"], [...path, "xyz"]))
      : reader.vector(abc, [...path, "abc"]);
  noteProperties(reader, site, path);
  return reader.site(species, fractional, typeof label === "string" ? label : undefined, () =>
    reader.placeOf(path),
  );
}

function readSpecies(reader: JsonReader, value: unknown, path: JsonPath): Species {
  const species = reader.object(value, path);
  const symbol = reader.text(species["element"], [...path, "element"]);
  const element = reader.element(symbol, () => reader.placeOf([...path, "element"]));
  let occupancy = reader.number(species["occu"] ?? 1, [...path, "occu"]);
  if (occupancy > 1 && occupancy < 1 + occupancyRounding) occupancy = 1;
  if (species["spin"] !== undefined && species["spin"] !== null) {
    noteIgnored(reader, [...path, "spin"]);
  }
  noteProperties(reader, species, path);
  const charge = species["oxidation_state"];
  if (charge === undefined || charge === null) return { element, occupancy };
  return { element, occupancy, charge: reader.number(charge, [...path, "oxidation_state"]) };
}

function noteProperties(reader: JsonReader, owner: JsonObject, path: JsonPath): void {
  const { properties } = owner;
  if (typeof properties !== "object" || properties === null) return;
  if (Object.values(properties).some((property) => property !== null)) {
    noteIgnored(reader, [...path, "properties"]);
  }
}

function noteIgnored(reader: JsonReader, path: JsonPath): void {
  reader.note("info", "FORMAT_PROPERTIES_IGNORED", "spins and other properties are left out", () =>
    reader.placeOf(path),
  );
}
