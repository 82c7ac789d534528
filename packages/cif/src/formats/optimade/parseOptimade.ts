import type { Lattice, Site, Species, Structure } from "@ftcp/crystal";

import { isJsonObject, JsonReader } from "../json/jsonReader.ts";
import type { JsonObject } from "../json/jsonReader.ts";
import type { JsonPath } from "../json/jsonPath.ts";
import { isotopeOf } from "../isotopes.ts";
import type { ParseFormatOptions } from "../parseFormatOptions.ts";
import { toFractional } from "../toFractional.ts";
import { findOptimadeResources } from "./findOptimadeResources.ts";

/**
 * Reads the first structure resource of an OPTIMADE API response, or a resource by itself.
 *
 * @param source - the text, or the object that it stands for: a response with one entry or a list of
 *   them in `data`, a resource, or a list of resources
 * @param options - see {@link ParseFormatOptions}
 * @returns the crystal, sites in the order of the resource; the lattice vectors are those of the
 *   resource, left-handed ones too
 * @throws {@link FormatError} when there is no resource (`FORMAT_NO_STRUCTURE`) or no crystal can be made
 *   of the first one; code, path, line and column say why and where
 *
 * @remarks
 * Read are structures of version 1 that are periodic in three directions; others are errors
 * (`FORMAT_NOT_PERIODIC`). A vacancy is what the occupancies of a site lack to 1. The probability of a
 * group of an assembly multiplies the occupancies of its sites. Hydrogen with the mass of deuterium or
 * tritium is read as `D` or `T`. Attached and implicit atoms have no positions; they are left out with
 * the warning `FORMAT_ATOMS_IGNORED`. Charges and labels come from `_ftcp_species_charges` and
 * `_ftcp_site_labels`, which {@link writeOptimade} writes.
 *
 * @example
 * ```ts
 * const response = await fetch("https://example.org/optimade/v1/structures/1");
 * const structure = parseOptimade(await response.text());
 * ```
 *
 * @see https://github.com/Materials-Consortia/OPTIMADE/blob/v1.2.0/optimade.rst#structures-entries
 */
export function parseOptimade(
  source: string | object,
  options: ParseFormatOptions = {},
): Structure {
  const reader = new JsonReader(source, "optimade", options);
  const [first] = findOptimadeResources(reader);
  if (first === undefined) {
    return reader.fail("FORMAT_NO_STRUCTURE", "there is no structure resource", []);
  }
  return readOptimadeStructure(reader, first.value, first.path);
}

/**
 * Reads one structure resource.
 *
 * @param reader - the text
 * @param value - the resource, or its attributes
 * @param path - where it stands
 * @returns the crystal
 * @internal
 */
export function readOptimadeStructure(
  reader: JsonReader,
  value: unknown,
  path: JsonPath,
): Structure {
  const resource = reader.object(value, path);
  if (resource["type"] !== undefined && resource["type"] !== "structures") {
    reader.fail("FORMAT_INVALID_VALUE", "the resource is no structure", [...path, "type"]);
  }
  const isWhole = resource["attributes"] !== undefined;
  const at: JsonPath = isWhole ? [...path, "attributes"] : path;
  const attributes = isWhole ? reader.object(resource["attributes"], at) : resource;
  checkPeriodicity(reader, attributes, at);
  const vectorsAt = [...at, "lattice_vectors"];
  const matrix = reader.matrix(attributes["lattice_vectors"], vectorsAt);
  const lattice = reader.lattice(matrix, () => reader.placeOf(vectorsAt));
  const species = readSpecies(reader, attributes, at);
  return { lattice, sites: readSites(reader, attributes, lattice, species, at) };
}

function checkPeriodicity(reader: JsonReader, attributes: JsonObject, at: JsonPath): void {
  const { dimension_types: types, nperiodic_dimensions: count } = attributes;
  const vectors = attributes["lattice_vectors"];
  const isPeriodic =
    (!Array.isArray(types) || types.every((type) => type === 1)) &&
    (typeof count !== "number" || count === 3) &&
    vectors !== null &&
    !(Array.isArray(vectors) && vectors.some((vector) => vector === null)) &&
    !(Array.isArray(vectors) && vectors.flat().includes(null));
  if (!isPeriodic) {
    reader.fail("FORMAT_NOT_PERIODIC", "the structure is not periodic in all three directions", at);
  }
}

function readSpecies(
  reader: JsonReader,
  attributes: JsonObject,
  at: JsonPath,
): ReadonlyMap<string, readonly Species[]> {
  const path: JsonPath = [...at, "species"];
  const list = reader.list(attributes["species"], path);
  const charges = attributes["_ftcp_species_charges"];
  const byName = new Map<string, readonly Species[]>();
  for (const [index, value] of list.entries()) {
    const here = [...path, index];
    const each = reader.object(value, here);
    const name = reader.text(each["name"], [...here, "name"]);
    const own =
      isJsonObject(charges) && Object.hasOwn(charges, name) && Array.isArray(charges[name])
        ? (charges[name] as readonly unknown[])
        : [];
    byName.set(name, readKinds(reader, each, own, here));
    if (Array.isArray(each["attached"]) && each["attached"].length > 0) {
      noteAtoms(reader, `atoms attached to ${name} have no positions`, [...here, "attached"]);
    }
  }
  const features = attributes["structure_features"];
  if (Array.isArray(features) && features.includes("implicit_atoms")) {
    noteAtoms(reader, "implicit atoms have no positions", [...at, "structure_features"]);
  }
  return byName;
}

function noteAtoms(reader: JsonReader, message: string, path: JsonPath): void {
  reader.note("warning", "FORMAT_ATOMS_IGNORED", `${message}; they are left out`, () =>
    reader.placeOf(path),
  );
}

function readKinds(
  reader: JsonReader,
  species: JsonObject,
  charges: readonly unknown[],
  path: JsonPath,
): readonly Species[] {
  const symbolsAt = [...path, "chemical_symbols"];
  const symbols = reader.list(species["chemical_symbols"], symbolsAt);
  const concentrationAt = [...path, "concentration"];
  const concentration = reader.list(species["concentration"], concentrationAt);
  if (concentration.length !== symbols.length) {
    reader.fail(
      "FORMAT_INVALID_VALUE",
      `there are ${symbols.length} chemical symbols, but ${concentration.length} concentrations`,
      concentrationAt,
    );
  }
  const masses = Array.isArray(species["mass"]) ? (species["mass"] as readonly unknown[]) : [];
  const kinds: Species[] = [];
  for (const [index, value] of symbols.entries()) {
    const symbol = reader.text(value, [...symbolsAt, index]);
    const occupancy = reader.number(concentration[index], [...concentrationAt, index]);
    if (symbol === "vacancy") continue;
    const mass = masses[index];
    const element = isotopeOf(
      reader.element(symbol, () => reader.placeOf([...symbolsAt, index])),
      typeof mass === "number" ? mass : undefined,
    );
    const charge = charges[index];
    kinds.push(
      typeof charge === "number" ? { element, occupancy, charge } : { element, occupancy },
    );
  }
  return kinds;
}

function readSites(
  reader: JsonReader,
  attributes: JsonObject,
  lattice: Lattice,
  species: ReadonlyMap<string, readonly Species[]>,
  at: JsonPath,
): Site[] {
  const positionsAt = [...at, "cartesian_site_positions"];
  const positions = reader.list(attributes["cartesian_site_positions"], positionsAt);
  const namesAt = [...at, "species_at_sites"];
  const names = reader.list(attributes["species_at_sites"], namesAt);
  if (positions.length > reader.maxSites) {
    reader.checkSites(positions.length, reader.placeOf(positionsAt));
  }
  if (names.length !== positions.length) {
    reader.fail(
      "FORMAT_INVALID_VALUE",
      `there are ${positions.length} positions, but ${names.length} species at sites`,
      namesAt,
    );
  }
  const labels = attributes["_ftcp_site_labels"];
  const probabilities = readProbabilities(reader, attributes, positions.length, at);
  return positions.map((value, index): Site => {
    const name = reader.text(names[index], [...namesAt, index]);
    const kinds = species.get(name);
    if (kinds === undefined) {
      return reader.fail("FORMAT_INVALID_VALUE", `there is no species ${JSON.stringify(name)}`, [
        ...namesAt,
        index,
      ]);
    }
    const position = reader.vector(value, [...positionsAt, index]);
    const label: unknown = Array.isArray(labels) ? labels[index] : undefined;
    const share = probabilities.get(index);
    return reader.site(
      share === undefined
        ? kinds
        : kinds.map((kind) => ({ ...kind, occupancy: kind.occupancy * share })),
      toFractional(lattice, position),
      typeof label === "string" ? label : undefined,
      () => reader.placeOf([...namesAt, index]),
    );
  });
}

/** The probability of each site that is a member of an assembly. */
function readProbabilities(
  reader: JsonReader,
  attributes: JsonObject,
  siteCount: number,
  at: JsonPath,
): ReadonlyMap<number, number> {
  const probabilities = new Map<number, number>();
  const { assemblies } = attributes;
  if (assemblies === undefined || assemblies === null) return probabilities;
  const path = [...at, "assemblies"];
  for (const [index, value] of reader.list(assemblies, path).entries()) {
    const here = [...path, index];
    const assembly = reader.object(value, here);
    const groupsAt = [...here, "sites_in_groups"];
    const shareAt = [...here, "group_probabilities"];
    const shares = reader.list(assembly["group_probabilities"], shareAt);
    for (const [group, members] of reader.list(assembly["sites_in_groups"], groupsAt).entries()) {
      const share = reader.number(shares[group], [...shareAt, group]);
      for (const [place, member] of reader.list(members, [...groupsAt, group]).entries()) {
        const site = reader.number(member, [...groupsAt, group, place]);
        if (!(Number.isInteger(site) && site >= 0 && site < siteCount)) {
          reader.fail("FORMAT_INVALID_VALUE", `there is no site ${site}`, [
            ...groupsAt,
            group,
            place,
          ]);
        }
        probabilities.set(site, share);
      }
    }
  }
  return probabilities;
}
