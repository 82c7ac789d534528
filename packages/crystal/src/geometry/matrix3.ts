import type { Vector3 } from "./vector3.ts";

/** Three rows of three numbers; in a lattice matrix the rows are the lattice vectors. */
export type Matrix3 = readonly [Vector3, Vector3, Vector3];
