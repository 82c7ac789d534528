import { parseOptimade } from "@ftcp/cif";
import type { Structure } from "@ftcp/crystal";
import type { RecordResult } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import type { DatasetErrorPlace } from "../datasetError.ts";
import { describeCause } from "../remote/describeCause.ts";
import { isJsonObject } from "../remote/jsonObject.ts";
import type { JsonObject } from "../remote/jsonObject.ts";
import { readValues } from "../remote/readValues.ts";

/** How entries become records. */
export interface ReadEntryOptions {
  /** The server's names by ours. */
  readonly properties: Readonly<Record<string, string>>;
  /** The server's names of properties that are numbers. */
  readonly numeric: ReadonlySet<string>;
  /** What becomes of atoms without positions. */
  readonly atomsWithoutPositions: "fail" | "leave-out";
  /** The address, for errors. */
  readonly url: string;
}

/** The attributes that say what a structure is. */
export const structureFields: readonly string[] = [
  ..."lattice_vectors cartesian_site_positions species species_at_sites nsites".split(" "),
  ..."dimension_types nperiodic_dimensions structure_features assemblies".split(" "),
];

const knownFeatures: ReadonlySet<unknown> = new Set([
  "disorder",
  "implicit_atoms",
  "site_attachments",
  "assemblies",
]);

/**
 * Makes a record of a structure resource.
 *
 * @param value - the resource
 * @param row - its number in the answer, from 1
 * @param options - see {@link ReadEntryOptions}
 * @returns the record, or the reason why it is none
 * @internal
 */
export function readOptimadeEntry(
  value: unknown,
  row: number,
  options: ReadEntryOptions,
): RecordResult {
  const start = { row, url: options.url };
  const fail = (
    code: "DATASETS_INVALID_ROW" | "DATASETS_MISSING_ID",
    why: string,
  ): RecordResult => ({
    ok: false,
    error: new DatasetError(code, why, start),
  });
  if (!isJsonObject(value)) return fail("DATASETS_INVALID_ROW", "the entry is no object");
  const { id, attributes } = value;
  if (typeof id !== "string" || id === "") {
    return fail("DATASETS_MISSING_ID", "the entry has no id");
  }
  const place = { ...start, id };
  try {
    if (!isJsonObject(attributes)) refuse("it has no attributes", place);
    const structure = readStructure(value, attributes, place, options);
    const theirs = new Map(Object.entries(options.properties));
    const { properties, labels } = readValues(
      [...theirs].map(([name, their]) => [name, ownValue(attributes, their)]),
      (name) => options.numeric.has(theirs.get(name) ?? ""),
      place,
    );
    const features = attributes["structure_features"];
    const isSpecial = Array.isArray(features) && features.length > 0;
    return {
      ok: true,
      value: {
        id,
        structure,
        properties,
        // What the structure is an average of, or lacks, must not be lost on the way.
        labels: isSpecial ? { ...labels, structure_features: features.join(",") } : labels,
      },
    };
  } catch (error) {
    if (error instanceof DatasetError) return { ok: false, error };
    throw error;
  }
}

function readStructure(
  entry: JsonObject,
  attributes: JsonObject,
  place: DatasetErrorPlace,
  { atomsWithoutPositions }: ReadEntryOptions,
): Structure {
  const { structure_features: features, nsites } = attributes;
  if (Array.isArray(features)) {
    const unknown: unknown = features.find((feature) => !knownFeatures.has(feature));
    if (unknown !== undefined) {
      refuse(`it has the feature ${JSON.stringify(unknown)}, which is not understood`, place);
    }
  }
  const { meta } = entry;
  const partial = isJsonObject(meta) ? meta["partial_data_links"] : undefined;
  const apart = isJsonObject(partial)
    ? structureFields.find((field) => Object.hasOwn(partial, field))
    : undefined;
  if (apart !== undefined) refuse(`${apart} is so long that it is served apart`, place);
  const leftOut: string[] = [];
  let structure: Structure;
  try {
    structure = parseOptimade(entry, {
      onDiagnostic: ({ code }) => {
        if (code === "FORMAT_ATOMS_IGNORED") leftOut.push(code);
      },
    });
  } catch (cause) {
    throw new DatasetError(
      "DATASETS_INVALID_STRUCTURE",
      `the structure cannot be read: ${describeCause(cause)}`,
      place,
      { cause },
    );
  }
  if (leftOut.length > 0 && atomsWithoutPositions === "fail") {
    refuse("it has atoms without positions (implicit or attached)", place);
  }
  if (typeof nsites === "number" && nsites !== structure.sites.length) {
    refuse(`it has ${structure.sites.length} sites where nsites says ${nsites}`, place);
  }
  return structure;
}

function refuse(why: string, place: DatasetErrorPlace): never {
  throw new DatasetError(
    "DATASETS_INVALID_STRUCTURE",
    `the structure cannot be read: ${why}`,
    place,
  );
}

function ownValue(attributes: JsonObject, name: string): unknown {
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}
