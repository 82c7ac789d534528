import type { AngleMeasure, Motif, MotifMeasure } from "./motif.ts";

const third = 1 / 3;
const nothing: readonly [number, number] = [0, 0];

/** `exp(-x² / 2)`. */
function gauss(x: number): number {
  return Math.exp(-0.5 * x * x);
}

/** A polar angle as a share of 180°. */
function share(theta: number): number {
  return theta / Math.PI;
}

/** Two neighbours at one angle. */
function bent(angle: number, sharpness: number): AngleMeasure {
  return {
    kind: "angles",
    meridian: (theta) => [gauss(sharpness * (share(theta) - angle)), 1],
    average: "mean",
  };
}

/** All neighbours at one angle to each other, at multiples of one azimuth. */
function equal(angle: number, sharpness: number, turns: number): AngleMeasure {
  const judge = (theta: number): number => gauss(sharpness * (share(theta) - angle));
  return {
    kind: "angles",
    meridian: (theta) => [judge(theta), 1],
    third: (_, theta, phi) => judge(theta) * Math.cos(turns * phi) ** 2,
    average: "greatest",
  };
}

/** One neighbour on the pole, all others on the equator. */
function pyramid(sharpness: number, turns: number): AngleMeasure {
  return equal(0.5, sharpness, turns);
}

/** Neighbours on both poles, all others on the equator, or at `tilt` from it. */
function bipyramid(settings: {
  readonly southFrom: number;
  readonly southSharpness: number;
  readonly sharpness: number;
  readonly turns: number;
  readonly tilt?: number;
  readonly azimuthBelow?: number;
}): AngleMeasure {
  const { southFrom, southSharpness, sharpness, turns, tilt, azimuthBelow = Infinity } = settings;
  const judge = (theta: number): number => {
    const off = share(theta) - 0.5;
    return gauss(sharpness * (tilt === undefined ? off : Math.abs(off) - tilt));
  };
  return {
    kind: "angles",
    meridian: (theta) => (theta < southFrom ? [judge(theta), 1] : nothing),
    pole: (theta) => (theta >= southFrom ? gauss(southSharpness * (share(theta) - 1)) : undefined),
    third: (first, theta, phi) =>
      theta < southFrom && first < southFrom && phi < azimuthBelow
        ? judge(theta) * Math.cos(turns * phi) ** 2
        : undefined,
    average: "greatest",
  };
}

/** A regular pentagon: neighbours at 72° or 144° in one plane. */
const pentagon: AngleMeasure = {
  kind: "angles",
  meridian: (theta) => [judgePentagon(theta), 1],
  third: (_, theta, phi) => judgePentagon(theta) * Math.cos(phi) ** 2,
  average: "greatest",
};

function judgePentagon(theta: number): number {
  return gauss(19.333 * (share(theta) - (theta <= 0.6 * Math.PI ? 0.4 : 0.8)));
}

/** Body-centred cubic order by Peters. */
const bodyCentred: AngleMeasure = {
  kind: "angles",
  meridian: (theta) =>
    theta >= bodyCentredSouth ? [6 * gauss(15 * (share(theta) - 1)), 6] : nothing,
  third: (first, theta, phi) => {
    if (first >= bodyCentredSouth) return undefined;
    const x = (theta - Math.PI / 2) / Math.asin(third);
    const side = first > Math.PI / 2 ? 1 : -1;
    return (side * Math.cos(3 * phi) * x * gauss(x)) / Math.exp(-0.5);
  },
  average: "pairs",
};
const bodyCentredSouth = 2.5261129449194057;

/** The cuboctahedron of cubic close packing. */
const cuboctahedron: AngleMeasure = {
  kind: "angles",
  meridian: (theta) =>
    theta >= cuboctahedronSouth ? [1.8 * gauss(28.75 * (share(theta) - 1)), 1.8] : nothing,
  third: (first, theta, phi) => {
    if (!(theta < cuboctahedronSouth && first > equator[0] && first < equator[1])) return undefined;
    if (theta > equator[0] && theta < equator[1]) {
      return Math.cos(phi) ** 2 * gauss(25.5 * (share(theta) - 0.5));
    }
    if (theta === equator[0] || theta === equator[1]) return undefined;
    const off = 0.0556 * (Math.cos(phi - 0.5 * Math.PI) - 0.81649658);
    const ring = theta < equator[0] ? third : 2 * third;
    return gauss(off) * gauss(31.25 * (share(theta) - ring));
  },
  average: "greatest",
};
const cuboctahedronSouth = 2.792526803190927;
const equator = [1.3089969389957472, 1.8325957145940461] as const; // 75° and 105°

const south = 2.356194490192345; // 135°
const tetrahedral = 0.6081734479693927; // 109.47° / 180°

const byNumber: Readonly<Record<number, readonly (readonly [string, MotifMeasure])[]>> = {
  1: [["sgl_bd", { kind: "singleBond" }]],
  2: [
    ["L-shaped", bent(0.5, 15.15)],
    ["water-like", bent(0.5802777777777778, 13.95)],
    ["bent 120 degrees", bent(0.666666666667, 13.25)],
    ["bent 150 degrees", bent(0.833333333333333, 12.45)],
    ["linear", bent(1, 8.667)],
  ],
  3: [
    ["trigonal planar", equal(0.66666666667, 17.5, 1)],
    ["trigonal non-coplanar", equal(tetrahedral, 18.33, 1.5)],
    ["T-shaped", pyramid(15.5, 1)],
  ],
  4: [
    [
      "square co-planar",
      bipyramid({ southFrom: south, southSharpness: 13.5, sharpness: 17.7, turns: 1 }),
    ],
    ["tetrahedral", equal(tetrahedral, 18.5, 1.5)],
    [
      "rectangular see-saw-like",
      bipyramid({
        ...{ southFrom: south, southSharpness: 11.5, sharpness: 27, turns: 2 },
        azimuthBelow: 0.75 * Math.PI,
      }),
    ],
    [
      "see-saw-like",
      bipyramid({ southFrom: south, southSharpness: 12.75, sharpness: 15.75, turns: 1.5 }),
    ],
    ["trigonal pyramidal", pyramid(15.5, 1.5)],
  ],
  5: [
    ["pentagonal planar", pentagon],
    ["square pyramidal", pyramid(14.9, 2)],
    [
      "trigonal bipyramidal",
      bipyramid({ southFrom: south, southSharpness: 12, sharpness: 16.6, turns: 1.5 }),
    ],
  ],
  6: [
    [
      "hexagonal planar",
      bipyramid({
        ...{ southFrom: 2.6179938779914944, southSharpness: 7.5, sharpness: 25, turns: 1 },
        tilt: 0.16666667,
      }),
    ],
    ["octahedral", bipyramid({ southFrom: south, southSharpness: 15, sharpness: 18, turns: 2 })],
    ["pentagonal pyramidal", pyramid(13.8, 2.5)],
  ],
  7: [
    ["hexagonal pyramidal", pyramid(12.5, 3)],
    [
      "pentagonal bipyramidal",
      bipyramid({ southFrom: south, southSharpness: 12.5, sharpness: 14.75, turns: 2.5 }),
    ],
  ],
  8: [
    ["body-centered cubic", bodyCentred],
    [
      "hexagonal bipyramidal",
      bipyramid({ southFrom: south, southSharpness: 14.1, sharpness: 13.6, turns: 3 }),
    ],
  ],
  12: [["cuboctahedral", cuboctahedron]],
};

const harmonics: readonly (readonly [string, MotifMeasure])[] = ([2, 4, 6] as const).map(
  (degree) => [`q${degree}`, { kind: "harmonics", degree }],
);

/**
 * The motifs that are asked for, by coordination number, with the constants of pymatgen 2026.10.24 (MIT licence):
 * `op_params.yaml` and `cn_opt_params.yaml`, in the order of matminer's preset `ops`.
 */
export const motifs: readonly Motif[] = Array.from({ length: 12 }, (_, i) => i + 1).flatMap(
  (number) =>
    [...(byNumber[number] ?? []), ...(number >= 9 ? harmonics : [])].map(
      ([name, measure]): Motif => ({ name, number, measure }),
    ),
);
