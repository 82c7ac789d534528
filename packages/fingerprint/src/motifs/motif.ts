/** An arrangement of neighbours around an atom, and how likeness to it is measured. */
export interface Motif {
  /** Its name, as pymatgen and matminer call it. */
  readonly name: string;
  /** The coordination number for which it is asked. */
  readonly number: number;
  /** What measures it. */
  readonly measure: MotifMeasure;
}

/**
 * Peters-style order parameters put each neighbour on the north pole, each other one on the prime meridian, and
 * judge the angles of all others by these; angles are polar ones θ and azimuths φ in radians. A judgement is what
 * is added to the sum; what is added to its norm is 1 where nothing else is said, and nothing without a judgement.
 */
export interface AngleMeasure {
  /** Tells the kinds of measure apart. */
  readonly kind: "angles";
  /** Judges the neighbour on the prime meridian. */
  readonly meridian: (theta: number) => readonly [value: number, norm: number];
  /** Judges a third neighbour whatever its azimuth, such as one at the south pole. */
  readonly pole?: (theta: number) => number | undefined;
  /** Judges a third neighbour off the poles; `first` is the angle of the one on the meridian. */
  readonly third?: (first: number, theta: number, phi: number) => number | undefined;
  /**
   * `mean` over everything, `greatest` of the means for each choice of pole and meridian, or `pairs`: each pair
   * once, its surer neighbour as the pole, by the number of terms that there are in a whole motif.
   */
  readonly average: "mean" | "greatest" | "pairs";
}

/** How likeness to a motif is measured. */
export type MotifMeasure =
  | AngleMeasure
  | {
      /** The nearest of the neighbours is a single bond. */
      readonly kind: "singleBond";
    }
  | {
      /** Bond-orientational order by Steinhardt. */
      readonly kind: "harmonics";
      /** Degree of the spherical harmonics. */
      readonly degree: 2 | 4 | 6;
    };
