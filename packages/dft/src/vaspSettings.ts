/**
 * Settings of the Materials Project's relaxations (GGA and GGA+U), so that energies can be compared with that database.
 *
 * @see Jain et al., Comput. Mater. Sci. 50, 2295 (2011), doi:10.1016/j.commatsci.2011.02.023
 * @see Jain et al., Phys. Rev. B 84, 045115 (2011), doi:10.1103/PhysRevB.84.045115, for U
 */
export const vaspSettings: {
  /** Tags of INCAR that do not depend on the crystal. */
  readonly incar: Readonly<Record<string, string | number>>;
  /** Energy at which the electrons have converged, eV per site. */
  readonly convergencePerSite: number;
  /** Hubbard U of d electrons in eV, in oxides and fluorides alike. */
  readonly hubbardU: Readonly<Record<string, number>>;
  /** Magnetic moments to start from, in Bohr magnetons; 0.6 for every other element. */
  readonly moments: Readonly<Record<string, number>>;
  /** Elements whose recommended potential has another name than the element. */
  readonly potentials: Readonly<Record<string, string>>;
  /** Elements that have a potential of their own name. */
  readonly plain: ReadonlySet<string>;
} = {
  incar: {
    ...{ ALGO: "Fast", ENCUT: 520, IBRION: 2, ISIF: 3, ISMEAR: -5, ISPIN: 2 },
    ...{ LASPH: ".TRUE.", LORBIT: 11, LREAL: "Auto", LWAVE: ".FALSE.", NELM: 100, NSW: 99 },
    ...{ PREC: "Accurate", SIGMA: 0.05 },
  },
  convergencePerSite: 5e-5,
  hubbardU: { Co: 3.32, Cr: 3.7, Fe: 5.3, Mn: 3.9, Mo: 4.38, Ni: 6.2, V: 3.25, W: 6.2 },
  moments: { Ce: 5, Co: 0.6, Cr: 5, Eu: 10, Fe: 5, Mn: 5, Mo: 5, Ni: 5, V: 5, W: 5 },
  potentials: {
    ...{ Ba: "Ba_sv", Be: "Be_sv", Ca: "Ca_sv", Cr: "Cr_pv", Cs: "Cs_sv", Cu: "Cu_pv" },
    ...{ Dy: "Dy_3", Er: "Er_3", Fe: "Fe_pv", Ga: "Ga_d", Ge: "Ge_d", Hf: "Hf_pv", Ho: "Ho_3" },
    ...{ In: "In_d", K: "K_sv", Li: "Li_sv", Lu: "Lu_3", Mg: "Mg_pv", Mn: "Mn_pv", Mo: "Mo_pv" },
    ...{ Na: "Na_pv", Nb: "Nb_pv", Nd: "Nd_3", Ni: "Ni_pv", Os: "Os_pv", Pb: "Pb_d", Pm: "Pm_3" },
    ...{ Pr: "Pr_3", Rb: "Rb_sv", Re: "Re_pv", Rh: "Rh_pv", Ru: "Ru_pv", Sc: "Sc_sv", Sm: "Sm_3" },
    ...{ Sn: "Sn_d", Sr: "Sr_sv", Ta: "Ta_pv", Tb: "Tb_3", Tc: "Tc_pv", Ti: "Ti_pv", Tl: "Tl_d" },
    ...{ Tm: "Tm_3", V: "V_pv", W: "W_pv", Y: "Y_sv", Yb: "Yb_2", Zr: "Zr_sv" },
  },
  plain: new Set(
    (
      "Ac Ag Al Ar As Au B Bi Br C Cd Ce Cl Co Eu F Gd H He Hg I Ir Kr La N Ne Np O P Pa Pd Pt Pu S " +
      "Sb Se Si Te Th U Xe Zn"
    ).split(" "),
  ),
};
