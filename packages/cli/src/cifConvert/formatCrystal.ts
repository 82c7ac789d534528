import {
  writeCif,
  writeExtendedXyz,
  writeOptimade,
  writePoscar,
  writePymatgenJson,
} from "@ftcp/cif";
import type { FormatDiagnostic, StructureFormat } from "@ftcp/cif";
import type { SymmetryDataset } from "@ftcp/crystal/symmetry";
import type { ConvertedCrystal } from "./changeCell.ts";

/**
 * Writes a crystal in a format.
 *
 * @param crystal - the crystal, and its symmetry, by which a CIF is written
 * @param name - what the file calls it, where the format has a place for a name
 * @param format - the format
 * @param onDiagnostic - told what the format cannot hold
 * @returns the text
 * @throws CifError with code `CIF_UNWRITABLE` or FormatError with code `FORMAT_UNWRITABLE`
 */
export function formatCrystal(
  { structure, symmetry }: ConvertedCrystal,
  name: string,
  format: StructureFormat,
  onDiagnostic: (diagnostic: FormatDiagnostic) => void,
): string {
  switch (format) {
    case "cif":
      return writeCif(structure, {
        ...(name === "" ? {} : { name }),
        ...(symmetry === undefined ? {} : { symmetry }),
        ...(symmetry !== undefined && isStandard(symmetry)
          ? { wyckoffLetters: symmetry.wyckoffLetters }
          : {}),
      });
    case "poscar":
      return writePoscar(structure, { ...(name === "" ? {} : { comment: name }), onDiagnostic });
    case "extxyz":
      return writeExtendedXyz(structure, { onDiagnostic });
    case "optimade":
      return writeOptimade(structure, { ...(name === "" ? {} : { id: name }), onDiagnostic });
    case "json":
      return writePymatgenJson(structure, { onDiagnostic });
  }
}

/** Whether the structure is in its conventional cell already, which the Wyckoff letters refer to. */
function isStandard({ toConventional: { basis, originShift } }: SymmetryDataset): boolean {
  const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  return (
    basis.flat().every((value, index) => Math.abs(value - (identity[index] ?? 0)) < 1e-6) &&
    originShift.every((shift) => Math.abs(shift - Math.round(shift)) < 1e-6)
  );
}
