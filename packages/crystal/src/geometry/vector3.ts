/** Three numbers: a Cartesian vector in Å, fractional coordinates or Miller indices. */
export type Vector3 = readonly [number, number, number];
