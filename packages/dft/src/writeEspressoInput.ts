import { CrystalError, elementBySymbol, type Structure } from "@ftcp/crystal";
import { DftError } from "./dftError.ts";
import { groupSites } from "./groupSites.ts";
import { planKPoints, type KPointsOptions } from "./planKPoints.ts";
import { roundThreshold } from "./roundThreshold.ts";

/** Options of {@link writeEspressoInput}. */
export interface EspressoOptions extends KPointsOptions {
  /** The file of the pseudopotential of each element. */
  readonly pseudopotentials: Readonly<Record<string, string>>;
  /** The folder that holds them; `./pseudo` by default. */
  readonly pseudoDirectory?: string;
  /** `vc-relax` (cell and positions, the default), `relax` (positions alone) or `scf`. */
  readonly calculation?: "vc-relax" | "relax" | "scf";
  /** Cut-off of the wave functions in Ry: what the pseudopotentials ask for; 60 by default. */
  readonly waveCutoff?: number;
  /** Cut-off of the charge density in Ry; 8 times that of the wave functions by default. */
  readonly densityCutoff?: number;
  /** Name of the calculation's files; `ftcp` by default. */
  readonly prefix?: string;
}

/**
 * Writes the input of Quantum ESPRESSO's `pw.x` for relaxing a crystal.
 *
 * @param structure - an ordered crystal with at least one site
 * @param options - see {@link EspressoOptions}
 * @returns the text, with LF line ends
 * @throws {@link DftError} with code `DFT_NO_POTENTIAL` when `pseudopotentials` lacks an element
 * @throws CrystalError with code `CRYSTAL_DISORDERED_SITE` when a site is shared or partly empty, `CRYSTAL_NO_SITES`
 *   when there are none
 * @throws RangeError when a cut-off or the density of k-points is not a number above 0, or text has a quote in it
 *
 * @remarks
 * Cell and positions are written with every digit of a double. Occupations are smeared (cold smearing, 0.01 Ry), which
 * is right for metals and harmless for insulators; magnetism is left to you. A test has `pw.x` run such an input.
 * `pw.x` finds the symmetry of a cell only in its usual orientation (cubic axes along x, y, z; c of a hexagonal cell
 * along z): standardise the crystal first, as `find(structure).primitive` of `@ftcp/crystal/symmetry` does.
 *
 * @example
 * ```ts
 * const pseudopotentials = { Mg: "Mg.upf", O: "O.upf" };
 * await writeFile("relax.in", writeEspressoInput(structure, { pseudopotentials }));
 * ```
 *
 * @see https://www.quantum-espresso.org/Doc/INPUT_PW.html
 */
export function writeEspressoInput(structure: Structure, options: EspressoOptions): string {
  const { calculation = "vc-relax", prefix = "ftcp", pseudoDirectory = "./pseudo" } = options;
  const { waveCutoff = 60, densityCutoff = 8 * waveCutoff, pseudopotentials } = options;
  for (const cutoff of [waveCutoff, densityCutoff]) {
    if (!(cutoff > 0 && cutoff < Infinity)) {
      throw new RangeError(`a cut-off is above 0 Ry, not ${cutoff}`);
    }
  }
  const groups = groupSites(structure);
  const [first] = groups;
  if (first === undefined) {
    throw new CrystalError("CRYSTAL_NO_SITES", "a calculation needs at least one site");
  }
  const species = groups.map(({ element }) => {
    const file = Object.hasOwn(pseudopotentials, element) ? pseudopotentials[element] : undefined;
    if (file === undefined) {
      throw new DftError("DFT_NO_POTENTIAL", `no pseudopotential is named for ${element}`, {
        element,
      });
    }
    return `  ${element} ${elementBySymbol(element).mass} ${file}`;
  });
  const positions = groups.flatMap(({ element, sites }) =>
    sites.map(({ fractional }) => `  ${element} ${fractional.map(formatReal).join(" ")}`),
  );
  const namelist = (name: string, values: Readonly<Record<string, string>>): string[] => [
    `&${name}`,
    ...Object.entries(values).map(([key, value]) => `  ${key} = ${value}`),
    "/",
  ];
  return [
    ...namelist("CONTROL", {
      calculation: quote(calculation),
      prefix: quote(prefix),
      pseudo_dir: quote(pseudoDirectory),
      outdir: quote("./out"),
      etot_conv_thr: formatThreshold(1e-5 * structure.sites.length),
      forc_conv_thr: "1.0d-4",
    }),
    ...namelist("SYSTEM", {
      ibrav: "0",
      nat: `${structure.sites.length}`,
      ntyp: `${groups.length}`,
      ecutwfc: `${waveCutoff}`,
      ecutrho: `${densityCutoff}`,
      occupations: quote("smearing"),
      smearing: quote("cold"),
      degauss: "0.01",
    }),
    ...namelist("ELECTRONS", { conv_thr: formatThreshold(1e-9 * structure.sites.length) }),
    ...(calculation === "scf" ? [] : namelist("IONS", { ion_dynamics: quote("bfgs") })),
    ...(calculation === "vc-relax" ? namelist("CELL", { cell_dynamics: quote("bfgs") }) : []),
    "ATOMIC_SPECIES",
    ...species,
    "CELL_PARAMETERS angstrom",
    ...structure.lattice.matrix.map((row) => `  ${row.map(formatReal).join(" ")}`),
    "ATOMIC_POSITIONS crystal",
    ...positions,
    "K_POINTS automatic",
    `  ${planKPoints(structure.lattice, options).join(" ")} 0 0 0`,
    "",
  ].join("\n");
}

/** The shortest decimal that is the same double, with the `d` that Fortran wants for it. */
function formatReal(value: number): string {
  const [mantissa = "", exponent] = `${value}`.split("e");
  const point = mantissa.includes(".") ? mantissa : `${mantissa}.0`;
  return exponent === undefined ? point : `${point}d${Number(exponent)}`;
}

function formatThreshold(value: number): string {
  return `${roundThreshold(value)}`.replace("e", "d");
}

function quote(text: string): string {
  if (/['\n\r]/.test(text)) throw new RangeError(`a quote or line end in ${JSON.stringify(text)}`);
  return `'${text}'`;
}
