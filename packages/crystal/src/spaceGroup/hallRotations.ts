/** Rotation parts by fold and axis, rows joined, as tabulated for Hall symbols. */
export const hallRotations: ReadonlyMap<string, readonly number[]> = new Map(
  [
    ["1", "1 0 0 0 1 0 0 0 1"],
    // Along an axis.
    ["2x", "1 0 0 0 -1 0 0 0 -1"],
    ["2y", "-1 0 0 0 1 0 0 0 -1"],
    ["2z", "-1 0 0 0 -1 0 0 0 1"],
    ["3x", "1 0 0 0 0 -1 0 1 -1"],
    ["3y", "-1 0 1 0 1 0 -1 0 0"],
    ["3z", "0 -1 0 1 -1 0 0 0 1"],
    ["4x", "1 0 0 0 0 -1 0 1 0"],
    ["4y", "0 0 1 0 1 0 -1 0 0"],
    ["4z", "0 -1 0 1 0 0 0 0 1"],
    ["6x", "1 0 0 0 1 -1 0 1 0"],
    ["6y", "0 0 1 0 1 0 -1 0 1"],
    ["6z", "1 -1 0 1 0 0 0 0 1"],
    // Along a face diagonal, the difference (') or sum (") of the two axes other than the one named.
    ["2'x", "-1 0 0 0 0 -1 0 -1 0"],
    ['2"x', "-1 0 0 0 0 1 0 1 0"],
    ["2'y", "0 0 -1 0 -1 0 -1 0 0"],
    ['2"y', "0 0 1 0 -1 0 1 0 0"],
    ["2'z", "0 -1 0 -1 0 0 0 0 -1"],
    ['2"z', "0 1 0 1 0 0 0 0 -1"],
    // Along the body diagonal.
    ["3*", "0 0 1 1 0 0 0 1 0"],
  ].map(([name = "", entries = ""]) => [name, entries.split(" ").map(Number)] as const),
);
