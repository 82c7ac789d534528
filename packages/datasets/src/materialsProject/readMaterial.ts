import { parsePymatgenJson } from "@ftcp/cif";
import type { RecordResult } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import { describeCause } from "../remote/describeCause.ts";
import { isJsonObject } from "../remote/jsonObject.ts";
import { readValues } from "../remote/readValues.ts";

/** Numbers of a summary document; another type in one of them is a fault. */
const numericFields: ReadonlySet<string> = new Set([
  ..."nsites nelements volume density density_atomic".split(" "),
  ..."uncorrected_energy_per_atom energy_per_atom formation_energy_per_atom".split(" "),
  ..."energy_above_hull equilibrium_reaction_energy_per_atom band_gap cbm vbm efermi".split(" "),
  ..."dos_energy_up dos_energy_down total_magnetization total_magnetization_normalized_vol".split(
    " ",
  ),
  ..."total_magnetization_normalized_formula_units num_magnetic_sites".split(" "),
  ..."num_unique_magnetic_sites universal_anisotropy homogeneous_poisson e_total e_ionic".split(
    " ",
  ),
  ..."e_electronic n e_ij_max weighted_surface_energy_EV_PER_ANG2 weighted_surface_energy".split(
    " ",
  ),
  ..."weighted_work_function surface_anisotropy shape_factor symmetry.number".split(" "),
]);

/**
 * Makes a record of a summary document.
 *
 * @param value - the document
 * @param row - its number in the answer, from 1
 * @param fields - the fields asked for
 * @param fetchedFrom - the address, for errors
 * @returns the record, or the reason why it is none
 * @internal
 */
export function readMaterial(
  value: unknown,
  row: number,
  fields: readonly string[],
  fetchedFrom: string,
): RecordResult {
  const place = { row, url: fetchedFrom };
  if (!isJsonObject(value)) {
    const error = new DatasetError("DATASETS_INVALID_ROW", "the document is no object", place);
    return { ok: false, error };
  }
  const id = value["material_id"];
  if (typeof id !== "string" || id === "") {
    const error = new DatasetError("DATASETS_MISSING_ID", "the document has no material_id", place);
    return { ok: false, error };
  }
  try {
    const structure = readStructure(value["structure"], { ...place, id });
    const wanted = fields.map((field): readonly [string, unknown] => [
      field,
      findField(value, field),
    ]);
    const values = readValues(wanted, (name) => numericFields.has(name), { ...place, id });
    return { ok: true, value: { id, structure, ...values } };
  } catch (error) {
    if (error instanceof DatasetError) return { ok: false, error };
    throw error;
  }
}

function readStructure(
  value: unknown,
  place: { readonly id: string; readonly row: number; readonly url: string },
): ReturnType<typeof parsePymatgenJson> {
  if (!isJsonObject(value)) {
    throw new DatasetError("DATASETS_INVALID_STRUCTURE", "the document has no structure", place);
  }
  try {
    return parsePymatgenJson(value);
  } catch (cause) {
    throw new DatasetError(
      "DATASETS_INVALID_STRUCTURE",
      `the structure cannot be read: ${describeCause(cause)}`,
      place,
      { cause },
    );
  }
}

/** `symmetry.number` is the `number` of `symmetry`. */
function findField(document: Readonly<Record<string, unknown>>, field: string): unknown {
  let value: unknown = document;
  for (const key of field.split(".")) {
    value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}
