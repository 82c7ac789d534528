/** The seven crystal systems. */
export type CrystalSystem =
  "triclinic" | "monoclinic" | "orthorhombic" | "tetragonal" | "trigonal" | "hexagonal" | "cubic";

/** The lattice points of a cell; `"P"` also for rhombohedral axes, `"R"` for obverse hexagonal axes. */
export type Centring = "P" | "A" | "B" | "C" | "I" | "F" | "R";

/** A space-group type in one choice of axes and origin. */
export interface SpaceGroupSetting {
  /** Number of the space-group type in the International Tables, 1 to 230. */
  readonly number: number;
  /** Place among the 530 settings, from 1; undefined for the few further settings that are known. */
  readonly hallNumber: number | undefined;
  /** Hall symbol, as `-F 4vw 2vw 3`; it defines the operations. */
  readonly hall: string;
  /** Hermann-Mauguin symbol of this setting as CIFs write it, as `P 1 21/c 1`, `P n m a` or `F d -3 m`. */
  readonly hermannMauguin: string;
  /** The full symbol, as `P 1 21/c 1`, `P 21/n 21/m 21/a` or `F 41/d -3 2/m`. */
  readonly hermannMauguinFull: string;
  /** The short symbol without spaces, as `P21/c`, `Pnma` or `Fd-3m`. */
  readonly hermannMauguinShort: string;
  /**
   * The symbol that was in use before the e glide planes of 1992: `C m c a` where `hermannMauguin` is
   * `C m c e`; in all other groups the same.
   */
  readonly hermannMauguinFormer: string;
  /**
   * Which setting of the type: an origin (`"1"`, `"2"`), hexagonal or rhombohedral axes (`"H"`,
   * `"R"`), the unique axis and cell choice (`"b"`, `"b1"`, `"-b1"`, `"c2"`), the order of the axes
   * (`"cab"`, `"ba-c"`), an origin and an order (`"2cab"`); empty where nothing is to choose.
   */
  readonly choice: string;
  /** Whether this is the standard setting: unique axis b, cell choice 1; origin 2; hexagonal axes. */
  readonly isStandard: boolean;
  /** Crystal system. */
  readonly crystalSystem: CrystalSystem;
  /** Crystal class, as `m-3m`, in its usual orientation (`-42m` also for `P -4 m 2`). */
  readonly pointGroup: string;
  /** Lattice points of the cell. */
  readonly centring: Centring;
}
