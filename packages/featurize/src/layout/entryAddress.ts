import type { Vector3 } from "@ftcp/crystal";

import type { FactorPart } from "./ftcpLayout.ts";

/** What one entry of a tensor holds, in terms of the crystal; {@link placeOf} finds its place. */
export type EntryAddress =
  | {
      /** One-hot elements. */
      readonly block: "elements";
      /** Symbol of the element, or `empty`. */
      readonly element: string;
      /** The slot that holds it. */
      readonly slot: number;
    }
  | {
      /** The cell. */
      readonly block: "cell";
      /** Length in Å or angle in degrees. */
      readonly parameter: "a" | "b" | "c" | "alpha" | "beta" | "gamma";
    }
  | {
      /** Fractional coordinates. */
      readonly block: "coordinates";
      /** The site, counted from 0. */
      readonly site: number;
      /** Which coordinate. */
      readonly axis: "x" | "y" | "z";
    }
  | {
      /** One-hot occupancy. */
      readonly block: "occupancy";
      /** The site, counted from 0. */
      readonly site: number;
      /** The slot that it holds, or `empty`. */
      readonly slot: number | "empty";
    }
  | {
      /** Atom properties. */
      readonly block: "properties";
      /** Index of the property, 0..91 for CGCNN's bits. */
      readonly bit: number;
      /** The slot. */
      readonly slot: number;
    }
  | {
      /** Length of a reciprocal vector. */
      readonly block: "planeNorms";
      /** Miller indices. */
      readonly plane: Vector3;
    }
  | {
      /** Structure factors. */
      readonly block: "structureFactors";
      /** Miller indices. */
      readonly plane: Vector3;
      /** Which number is made of F; (0, 0, 0) has no imaginary part. */
      readonly part: FactorPart;
      /** Index of the property. */
      readonly bit: number;
    };
