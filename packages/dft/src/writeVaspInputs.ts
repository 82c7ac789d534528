import { writePoscar } from "@ftcp/cif";
import { elementBySymbol, type Structure } from "@ftcp/crystal";
import { DftError } from "./dftError.ts";
import { groupSites } from "./groupSites.ts";
import { planKPoints, type KPointsOptions } from "./planKPoints.ts";
import { roundThreshold } from "./roundThreshold.ts";
import { vaspSettings } from "./vaspSettings.ts";

/** Options of {@link writeVaspInputs}. */
export interface VaspOptions extends KPointsOptions {
  /** First line of the POSCAR and value of `SYSTEM`; the reduced formula by default. */
  readonly title?: string;
  /** Tags of INCAR to add or replace; `undefined` leaves one out. */
  readonly incar?: Readonly<Record<string, string | number | undefined>>;
  /** Names of potentials by element, in place of the default ones. */
  readonly potentials?: Readonly<Record<string, string>>;
}

/** The input files of one VASP calculation: texts with LF line ends. */
export interface VaspInputs {
  /** Cell and sites, grouped by element. */
  readonly POSCAR: string;
  /** Settings. */
  readonly INCAR: string;
  /** A mesh centred on Γ. */
  readonly KPOINTS: string;
  /** Names of the potentials in the order of the POSCAR; join your licensed files in that order. */
  readonly potentials: readonly string[];
}

/**
 * Writes the inputs of VASP for relaxing cell and positions with the settings of the Materials Project
 * (PBE, U for transition metals in oxides and fluorides, spin).
 *
 * @param structure - an ordered crystal with at least one site
 * @param options - see {@link VaspOptions}
 * @returns the texts of the files, and the names of the potentials: POTCAR files are licensed, and not ours to write
 * @throws {@link DftError} with code `DFT_NO_POTENTIAL` for an element without a potential in that database
 * @throws CrystalError with code `CRYSTAL_DISORDERED_SITE` when a site is shared or partly empty
 * @throws FormatError with code `FORMAT_UNWRITABLE` when there are no sites, or a number is not finite
 *
 * @remarks
 * Compared with pymatgen's `MPRelaxSet`, tag by tag, for a set of crystals. Two things differ on purpose: the mesh
 * is always centred on Γ, and elements come in the order in which they appear in the structure.
 *
 * @example
 * ```ts
 * const { POSCAR, INCAR, KPOINTS, potentials } = writeVaspInputs(structure);
 * potentials; // ["Na_pv", "Cl"]
 * ```
 *
 * @see https://www.vasp.at/wiki/index.php/Category:INCAR_tag
 */
export function writeVaspInputs(structure: Structure, options: VaspOptions = {}): VaspInputs {
  const groups = groupSites(structure);
  const grouped = { ...structure, sites: groups.flatMap(({ sites }) => sites) };
  const POSCAR = writePoscar(
    grouped,
    options.title === undefined ? {} : { comment: options.title },
  );
  const mesh = planKPoints(structure.lattice, options);
  const named = { ...vaspSettings.potentials, ...options.potentials };
  const potentials = groups.map(({ element }) => {
    const name = named[element];
    if (name !== undefined) return name;
    if (vaspSettings.plain.has(element)) return element;
    throw new DftError("DFT_NO_POTENTIAL", `no potential is named for ${element}`, { element });
  });

  const moments = groups.map(
    ({ element, sites }) => `${sites.length}*${vaspSettings.moments[element] ?? 0.6}`,
  );
  const tags: Record<string, string | number | undefined> = {
    ...vaspSettings.incar,
    SYSTEM: POSCAR.slice(0, POSCAR.indexOf("\n")),
    EDIFF: roundThreshold(vaspSettings.convergencePerSite * structure.sites.length),
    MAGMOM: moments.join(" "),
    // The tetrahedron method needs four points to begin with.
    ...(mesh[0] * mesh[1] * mesh[2] < 4 ? { ISMEAR: 0 } : {}),
    ...tagsOfShells(groups.map(({ element }) => element)),
    ...tagsOfHubbardU(groups.map(({ element }) => element)),
    ...options.incar,
  };
  const lines = Object.entries(tags)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tag, value]) => `${tag} = ${value ?? ""}`);
  return {
    POSCAR,
    INCAR: [...lines, ""].join("\n"),
    KPOINTS: ["Mesh centred on Gamma", "0", "Gamma", mesh.join(" "), "0 0 0", ""].join("\n"),
    potentials,
  };
}

/** Density mixing up to the highest shell: d, or f. */
function tagsOfShells(elements: readonly string[]): Readonly<Record<string, number>> {
  const highest = Math.max(...elements.map((element) => elementBySymbol(element).number));
  if (highest <= 20) return {};
  return { LMAXMIX: highest > 56 ? 6 : 4 };
}

/** U where the most electronegative element is oxygen or fluorine. */
function tagsOfHubbardU(elements: readonly string[]): Readonly<Record<string, string | number>> {
  const chemical = elements.map((element) => elementBySymbol(element));
  const pull = ({ electronegativity }: (typeof chemical)[number]): number => electronegativity ?? 0;
  const anion = chemical.reduce((most, next) => (pull(next) > pull(most) ? next : most)).symbol;
  const values = elements.map((element) => vaspSettings.hubbardU[element] ?? 0);
  if (!(anion === "O" || anion === "F") || values.every((value) => value === 0)) return {};
  return {
    ...{ LDAU: ".TRUE.", LDAUTYPE: 2, LDAUPRINT: 1, LDAUU: values.join(" ") },
    LDAUL: values.map((value) => (value > 0 ? 2 : 0)).join(" "),
    LDAUJ: values.map(() => 0).join(" "),
  };
}
