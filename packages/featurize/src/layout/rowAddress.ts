import type { Vector3 } from "@ftcp/crystal";

/** What a row holds, in terms of the crystal; {@link rowOf} turns it into a number. */
export type RowAddress =
  | {
      /** One-hot element rows. */
      readonly block: "elements";
      /** Symbol of the element, or `empty`. */
      readonly element: string;
    }
  | {
      /** The cell. */
      readonly block: "cell";
      /** Which of its two rows. */
      readonly quantity: "lengths" | "angles";
    }
  | {
      /** Fractional coordinates, or the slot that a site holds. */
      readonly block: "coordinates" | "occupancy";
      /** The site, counted from 0. */
      readonly site: number;
    }
  | {
      /** Atom-property bits. */
      readonly block: "properties";
      /** The bit, 0..91. */
      readonly bit: number;
    }
  | {
      /** Structure factors. */
      readonly block: "structureFactors";
      /** Miller indices. */
      readonly plane: Vector3;
      /** Part of the complex number; (0, 0, 0) has only the real one. */
      readonly part: "real" | "imaginary";
    }
  | {
      /** Zero rows at the end. */
      readonly block: "padding";
      /** Which of them, counted from 0. */
      readonly index: number;
    };
