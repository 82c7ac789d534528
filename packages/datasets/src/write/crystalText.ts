import { writeCif, writePymatgenJson } from "@ftcp/cif";
import type { CrystalRecord } from "../crystalRecord.ts";

/**
 * The crystal of a record as text.
 *
 * @param record - the record
 * @param form - CIF or pymatgen's JSON
 * @returns the text; for a record that was read with `lazy` the CIF as it was found, unread
 */
export function crystalText(record: CrystalRecord, form: "cif" | "pymatgen"): string {
  if (form === "pymatgen") return writePymatgenJson(record.structure).trimEnd();
  return record.cif ?? writeCif(record.structure);
}
