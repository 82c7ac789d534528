/** What the atom-property vector is made from, for one element; `undefined` = no known value. */
export interface ElementalProperties {
  /** Chemical symbol. */
  readonly symbol: string;
  /** Group 1..18; `undefined` in the f block. */
  readonly group: number | undefined;
  /** Period 1..7. */
  readonly period: number;
  /** Electronegativity on Pauling's scale. */
  readonly electronegativity: number | undefined;
  /** Single-bond covalent radius in pm. */
  readonly covalentRadius: number | undefined;
  /** Number of valence electrons, 1..12. */
  readonly valenceElectrons: number;
  /** First ionization energy in eV. */
  readonly ionizationEnergy: number | undefined;
  /** Electron affinity in eV; negative when the anion is unbound. */
  readonly electronAffinity: number | undefined;
  /** Block of the periodic table. */
  readonly block: "s" | "p" | "d" | "f";
  /** Atomic volume in cm³/mol; of the liquid for elements that are gases. */
  readonly atomicVolume: number | undefined;
}

/**
 * The elemental properties behind the 92-bit vector, by atomic number: `elementalProperties[Z - 1]`.
 *
 * @remarks
 * Made by `tools/reference/featurize/make_elemental_properties.py` from the tables of mendeleev 0.3.6
 * (MIT licence), the release that was current when CGCNN was written: later releases revised atomic
 * volumes, electron affinities and groups, which would put some elements into other bins than
 * CGCNN's. That release took electronegativities from W. M. Haynes (ed.), CRC Handbook of Chemistry
 * and Physics, 95th edition (2014); covalent radii from P. Pyykkö and M. Atsumi (2009); ionization
 * energies from the NIST Atomic Spectra Database; electron affinities from the CRC Handbook and
 * T. Andersen (2004).
 *
 * Valence electrons are those in ns, plus np in the p block, plus (n - 1)d in the d block, where n is
 * the largest occupied shell (in the f block: ns only). Two rows follow this rule to the letter where
 * a chemist would not: Pd, `[Kr] 4d10`, has n = 4 and hence 4s2 3d10 = 12, and He counts as s block.
 * La and Ac stand in the f block without a group, Lu and Lr in the d block, as in CGCNN.
 *
 * @example
 * ```ts
 * elementalProperties[10]?.ionizationEnergy; // 5.139..., Na
 * ```
 *
 * @see P. Pyykkö, M. Atsumi, Chem. Eur. J. 15, 186 (2009), https://doi.org/10.1002/chem.200800987
 * @see T. Xie, J. C. Grossman, Phys. Rev. Lett. 120, 145301 (2018), supplement, https://doi.org/10.1103/PhysRevLett.120.145301
 */
export const elementalProperties: readonly ElementalProperties[] = [
  // symbol, group, period, electronegativity, radius (pm), valence electrons, ionization energy (eV),
  // electron affinity (eV), block, atomic volume (cm³/mol)
  row("H", 1, 1, 2.2, 32, 1, 13.59843401, 0.754195, "s", 14.1),
  row("He", 18, 1, undefined, 46, 2, 24.58738794, -19.7, "s", 31.8),
  row("Li", 1, 2, 0.98, 133, 1, 5.391714761, 0.618049, "s", 13.1),
  row("Be", 2, 2, 1.57, 102, 2, 9.322699, -2.4, "s", 5),
  row("B", 13, 2, 2.04, 85, 3, 8.298019, 0.279723, "p", 4.6),
  row("C", 14, 2, 2.55, 75, 4, 11.260296, 1.262119, "p", 5.3),
  row("N", 15, 2, 3.04, 71, 5, 14.53413, -1.4, "p", 17.3),
  row("O", 16, 2, 3.44, 63, 6, 13.618054, 1.4611135, "p", 14),
  row("F", 17, 2, 3.98, 64, 7, 17.42282, 3.4011897, "p", 17.1),
  row("Ne", 18, 2, undefined, 67, 8, 21.56454, undefined, "p", 16.8),
  row("Na", 1, 3, 0.93, 155, 1, 5.1390767, 0.547926, "s", 23.7),
  row("Mg", 2, 3, 1.31, 139, 2, 7.646235, undefined, "s", 14),
  row("Al", 13, 3, 1.61, 126, 3, 5.9857684, 0.43283, "p", 10),
  row("Si", 14, 3, 1.9, 116, 4, 8.151683, 1.3895211, "p", 12.1),
  row("P", 15, 3, 2.19, 111, 5, 10.486686, 0.746607, "p", 17),
  row("S", 16, 3, 2.58, 103, 6, 10.36001, 2.07710403, "p", 15.5),
  row("Cl", 17, 3, 3.16, 99, 7, 12.96763, 3.612725, "p", 18.7),
  row("Ar", 18, 3, undefined, 96, 8, 15.7596112, -11.5, "p", 24.2),
  row("K", 1, 4, 0.82, 196, 1, 4.34066354, 0.50147, "s", 45.3),
  row("Ca", 2, 4, 1, 171, 2, 6.1131552, 0.02455, "s", 29.9),
  row("Sc", 3, 4, 1.36, 148, 3, 6.56149, 0.188, "d", 15),
  row("Ti", 4, 4, 1.54, 136, 4, 6.82812, 0.079, "d", 10.6),
  row("V", 5, 4, 1.63, 134, 5, 6.746187, 0.525, "d", 8.35),
  row("Cr", 6, 4, 1.66, 122, 6, 6.76651, 0.666, "d", 7.23),
  row("Mn", 7, 4, 1.55, 119, 7, 7.434018, undefined, "d", 7.39),
  row("Fe", 8, 4, 1.83, 116, 8, 7.9024678, 0.151, "d", 7.1),
  row("Co", 9, 4, 1.88, 111, 9, 7.88101, 0.66225646, "d", 6.7),
  row("Ni", 10, 4, 1.91, 110, 10, 7.639877, 1.156, "d", 6.6),
  row("Cu", 11, 4, 1.9, 112, 11, 7.72638, 1.235, "d", 7.1),
  row("Zn", 12, 4, 1.65, 118, 12, 9.394199, undefined, "d", 9.2),
  row("Ga", 13, 4, 1.81, 124, 3, 5.9993018, 0.43, "p", 11.8),
  row("Ge", 14, 4, 2.01, 121, 4, 7.899435, 1.232712, "p", 13.6),
  row("As", 15, 4, 2.18, 121, 5, 9.789, 0.804, "p", 13.1),
  row("Se", 16, 4, 2.55, 116, 6, 9.752392, 2.02067, "p", 16.5),
  row("Br", 17, 4, 2.96, 114, 7, 11.81381, 3.3635882, "p", 23.5),
  row("Kr", 18, 4, undefined, 117, 8, 13.9996049, undefined, "p", 32.2),
  row("Rb", 1, 5, 0.82, 210, 1, 4.177128, 0.48592, "s", 55.9),
  row("Sr", 2, 5, 0.95, 185, 2, 5.6948672, 0.048, "s", 33.7),
  row("Y", 3, 5, 1.22, 163, 3, 6.21726, 0.307, "d", 19.8),
  row("Zr", 4, 5, 1.33, 154, 4, 6.6339, 0.426, "d", 14.1),
  row("Nb", 5, 5, 1.6, 147, 5, 6.75885, 0.917406, "d", 10.8),
  row("Mo", 6, 5, 2.16, 138, 6, 7.09243, 0.748, "d", 9.4),
  row("Tc", 7, 5, 2.1, 128, 7, 7.119381, 0.55, "d", 8.5),
  row("Ru", 8, 5, 2.2, 125, 8, 7.3605, 1.05, "d", 8.3),
  row("Rh", 9, 5, 2.28, 125, 9, 7.4589, 1.137, "d", 8.3),
  row("Pd", 10, 5, 2.2, 120, 12, 8.33686, 0.562, "d", 8.9),
  row("Ag", 11, 5, 1.93, 128, 11, 7.576234, 1.302, "d", 10.3),
  row("Cd", 12, 5, 1.69, 136, 12, 8.993822, undefined, "d", 13.1),
  row("In", 13, 5, 1.78, 142, 3, 5.7863552, 0.3, "p", 15.7),
  row("Sn", 14, 5, 1.96, 140, 4, 7.343917, 1.112067, "p", 16.3),
  row("Sb", 15, 5, 2.05, 140, 5, 8.608389, 1.046, "p", 18.4),
  row("Te", 16, 5, 2.1, 136, 6, 9.00966, 1.970876, "p", 20.5),
  row("I", 17, 5, 2.66, 133, 7, 10.45126, 3.0590368, "p", 25.7),
  row("Xe", 18, 5, 2.6, 131, 8, 12.1298431, -0.056, "p", 42.9),
  row("Cs", 1, 6, 0.79, 232, 1, 3.893905548, 0.471626, "s", 70),
  row("Ba", 2, 6, 0.89, 196, 2, 5.211664, 0.14462, "s", 39),
  row("La", undefined, 6, 1.1, 180, 2, 5.5769, 0.47, "f", 22.5),
  row("Ce", undefined, 6, 1.12, 163, 2, 5.5386, 0.65, "f", 21),
  row("Pr", undefined, 6, 1.13, 176, 2, 5.473, 0.962, "f", 20.8),
  row("Nd", undefined, 6, 1.14, 174, 2, 5.525, 1.916, "f", 20.6),
  row("Pm", undefined, 6, undefined, 173, 2, 5.582, undefined, "f", undefined),
  row("Sm", undefined, 6, 1.17, 172, 2, 5.64371, undefined, "f", 19.9),
  row("Eu", undefined, 6, undefined, 168, 2, 5.670385, 0.864, "f", 28.9),
  row("Gd", undefined, 6, 1.2, 169, 2, 6.149796, undefined, "f", 19.9),
  row("Tb", undefined, 6, undefined, 168, 2, 5.8638, 1.165, "f", 19.2),
  row("Dy", undefined, 6, 1.22, 167, 2, 5.93905, 0.352, "f", 19),
  row("Ho", undefined, 6, 1.23, 166, 2, 6.0215, undefined, "f", 18.7),
  row("Er", undefined, 6, 1.24, 165, 2, 6.1077, undefined, "f", 18.4),
  row("Tm", undefined, 6, 1.25, 164, 2, 6.18431, 1.029, "f", 18.1),
  row("Yb", undefined, 6, undefined, 170, 2, 6.25416, -0.02, "f", 24.8),
  row("Lu", 3, 6, 1, 162, 3, 5.425871, 0.34, "d", 17.8),
  row("Hf", 4, 6, 1.3, 152, 4, 6.82507, 0.014, "d", 13.6),
  row("Ta", 5, 6, 1.5, 146, 5, 7.54957, 0.322, "d", 10.9),
  row("W", 6, 6, 1.7, 137, 6, 7.86403, 0.81626, "d", 9.53),
  row("Re", 7, 6, 1.9, 131, 7, 7.83352, 0.15, "d", 8.85),
  row("Os", 8, 6, 2.2, 129, 8, 8.43823, 1.1, "d", 8.43),
  row("Ir", 9, 6, 2.2, 122, 9, 8.96702, 1.5638, "d", 8.54),
  row("Pt", 10, 6, 2.2, 123, 10, 8.95883, 2.128, "d", 9.1),
  row("Au", 11, 6, 2.4, 124, 11, 9.225553, 2.30863, "d", 10.2),
  row("Hg", 12, 6, 1.9, 133, 12, 10.437504, undefined, "d", 14.8),
  row("Tl", 13, 6, 1.8, 144, 3, 6.108287, 0.377, "p", 17.2),
  row("Pb", 14, 6, 1.8, 144, 4, 7.4166796, 0.35674316, "p", 18.3),
  row("Bi", 15, 6, 1.9, 151, 5, 7.285516, 0.942362, "p", 21.3),
  row("Po", 16, 6, 2, 145, 6, 8.414, 1.9, "p", 22.7),
  row("At", 17, 6, 2.2, 147, 7, 9.31751, 2.8, "p", undefined),
  row("Rn", 18, 6, undefined, 142, 8, 10.7485, undefined, "p", undefined),
  row("Fr", 1, 7, 0.7, 223, 1, 4.0727409, 0.486, "s", undefined),
  row("Ra", 2, 7, 0.9, 201, 2, 5.278424, 0.1, "s", 45),
  row("Ac", undefined, 7, 1.1, 186, 2, 5.380226, 0.35, "f", 22.54),
  row("Th", undefined, 7, 1.3, 175, 2, 6.3067, undefined, "f", 19.8),
  row("Pa", undefined, 7, 1.5, 169, 2, 5.89, undefined, "f", 15),
  row("U", undefined, 7, 1.7, 170, 2, 6.19405, undefined, "f", 12.5),
  row("Np", undefined, 7, 1.3, 171, 2, 6.2655, undefined, "f", 21.1),
  row("Pu", undefined, 7, 1.3, 172, 2, 6.0258, undefined, "f", undefined),
  row("Am", undefined, 7, undefined, 166, 2, 5.9738, undefined, "f", 20.8),
  row("Cm", undefined, 7, undefined, 166, 2, 5.9914, undefined, "f", 18.28),
  row("Bk", undefined, 7, undefined, 168, 2, 6.1978, undefined, "f", undefined),
  row("Cf", undefined, 7, undefined, 168, 2, 6.2817, undefined, "f", undefined),
  row("Es", undefined, 7, undefined, 165, 2, 6.3676, undefined, "f", undefined),
  row("Fm", undefined, 7, undefined, 167, 2, 6.5, undefined, "f", undefined),
  row("Md", undefined, 7, undefined, 173, 2, 6.58, undefined, "f", undefined),
  row("No", undefined, 7, undefined, 176, 2, 6.65, undefined, "f", undefined),
  row("Lr", 3, 7, undefined, 161, 3, 4.9, undefined, "d", undefined),
];

function row(
  symbol: string,
  group: number | undefined,
  period: number,
  electronegativity: number | undefined,
  covalentRadius: number | undefined,
  valenceElectrons: number,
  ionizationEnergy: number | undefined,
  electronAffinity: number | undefined,
  block: ElementalProperties["block"],
  atomicVolume: number | undefined,
): ElementalProperties {
  return Object.freeze({
    symbol,
    group,
    period,
    electronegativity,
    covalentRadius,
    valenceElectrons,
    ionizationEnergy,
    electronAffinity,
    block,
    atomicVolume,
  });
}
