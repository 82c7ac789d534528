import type { Vector3 } from "@ftcp/crystal";

import type { FactorPart } from "./ftcpLayout.ts";

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
      /** Atom properties; beside them stands F in layouts of that arrangement. */
      readonly block: "properties";
      /** Index of the property, 0..91 for CGCNN's bits. */
      readonly bit: number;
    }
  | {
      /** Lengths of reciprocal vectors, all in one row (arrangement `beside`). */
      readonly block: "planeNorms";
    }
  | {
      /** Length of a reciprocal vector (arrangement `stacked`). */
      readonly block: "planeNorms";
      /** Miller indices. */
      readonly plane: Vector3;
    }
  | {
      /** Structure factors of a plane (arrangement `stacked`). */
      readonly block: "structureFactors";
      /** Miller indices. */
      readonly plane: Vector3;
      /** Which number is made of F; (0, 0, 0) has no imaginary part. */
      readonly part: FactorPart;
    }
  | {
      /** Structure factors of a property (arrangement `beside`, in a layout without `properties`). */
      readonly block: "structureFactors";
      /** Index of the property. */
      readonly bit: number;
    }
  | {
      /** Zero rows at the end. */
      readonly block: "padding";
      /** Which of them, counted from 0. */
      readonly index: number;
    };
