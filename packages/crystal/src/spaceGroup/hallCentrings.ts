/** Lattice translations of each centring letter besides 0 0 0, in units of 1/144. */
export const hallCentrings: ReadonlyMap<string, readonly (readonly number[])[]> = new Map([
  ["P", []],
  ["A", [[0, 72, 72]]],
  ["B", [[72, 0, 72]]],
  ["C", [[72, 72, 0]]],
  ["I", [[72, 72, 72]]],
  [
    "F",
    [
      [0, 72, 72],
      [72, 0, 72],
      [72, 72, 0],
    ],
  ],
  [
    "R",
    [
      [96, 48, 48],
      [48, 96, 96],
    ],
  ],
  [
    "S",
    [
      [48, 48, 96],
      [96, 96, 48],
    ],
  ],
  [
    "T",
    [
      [48, 96, 48],
      [96, 48, 96],
    ],
  ],
  [
    "H",
    [
      [96, 48, 0],
      [48, 96, 0],
    ],
  ],
]);
