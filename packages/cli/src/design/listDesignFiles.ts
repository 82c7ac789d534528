import { writeCif, writePoscar } from "@ftcp/cif";
import { writeEspressoInput, writeVaspInputs, type DftError } from "@ftcp/dft";
import { compositionOf } from "@ftcp/crystal";
import type { CalculationFormat } from "../study/calculationFormat.ts";
import type { RankedDesign } from "./rankedDesign.ts";

/** A file of a design, its name relative to the folder of the run. */
export interface DesignFile {
  /** Name with folders. */
  readonly name: string;
  /** Text. */
  readonly contents: string;
}

/**
 * Makes the files of a design beside its CIF: POSCAR, the structure as decoded, and inputs for a relaxation.
 *
 * @param ranked - the design
 * @param dft - for which programs inputs are made; none when absent
 * @returns the files; of a program whose potentials lack an element instead a text that says so
 *
 * @remarks
 * POSCAR and inputs have the primitive standard cell where the symmetry is known.
 */
export function listDesignFiles(
  { id, design }: RankedDesign,
  dft: CalculationFormat | undefined,
): readonly DesignFile[] {
  const { structure, repair } = design;
  const cell = repair?.symmetry?.primitive ?? structure;
  const raw = repair?.raw;
  return [
    { name: `${id}.vasp`, contents: writePoscar(cell, { comment: id }) },
    ...(raw === undefined || raw === structure
      ? []
      : [{ name: `raw/${id}.cif`, contents: writeCif(raw, { name: id, comment: rawComment }) }]),
    ...(dft === "vasp" || dft === "both" ? vaspFiles(id, cell) : []),
    ...(dft === "qe" || dft === "both"
      ? [
          {
            name: `dft/${id}/relax.in`,
            contents: writeEspressoInput(cell, { pseudopotentials: namePotentials(cell) }),
          },
        ]
      : []),
  ];
}

const rawComment = "As a neural network decoded it, before any repair.";

function vaspFiles(id: string, cell: RankedDesign["design"]["structure"]): readonly DesignFile[] {
  try {
    const { POSCAR, INCAR, KPOINTS, potentials } = writeVaspInputs(cell, { title: id });
    return [
      ...Object.entries({ POSCAR, INCAR, KPOINTS }),
      ["POTENTIALS.txt", `${potentials.join("\n")}\n`] as const,
    ].map(([file, contents]) => ({ name: `dft/${id}/${file}`, contents }));
  } catch (error) {
    if ((error as Partial<DftError>).code !== "DFT_NO_POTENTIAL") throw error;
    const contents = `no inputs for VASP: ${(error as Error).message}\n`;
    return [{ name: `dft/${id}/VASP.txt`, contents }];
  }
}

/** `Na.upf`: names to be exchanged for, or given to, the files that are at hand. */
function namePotentials(cell: RankedDesign["design"]["structure"]): Record<string, string> {
  return Object.fromEntries(
    Object.keys(compositionOf(cell)).map((element) => [element, `${element}.upf`]),
  );
}
