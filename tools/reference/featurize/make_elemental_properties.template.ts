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
  /* ROWS */
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
