/** What can be asked of a crystal without calculating it. */
export interface CrystalQuality {
  /** No two atoms are nearer than 0.5 Å, and the cell has a volume. */
  readonly distances: boolean;
  /** No two atoms are nearer than 0.7 of the sum of their covalent radii. */
  readonly covalentRadii: boolean;
  /** The volume per atom is one that training crystals have. */
  readonly volumePerAtom: boolean;
  /** Common oxidation states balance, or it is an element or alloy (`checkNeutrality`, table `common`). */
  readonly neutral: boolean;
  /** The same with all listed oxidation states. */
  readonly neutralByAll: boolean;
}
