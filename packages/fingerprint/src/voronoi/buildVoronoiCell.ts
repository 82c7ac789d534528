import type { Vector3 } from "@ftcp/crystal";
import { dot } from "../vector.ts";

/** A face of a Voronoi cell: what is as near to the atom as to one of its neighbours. */
export interface VoronoiFace {
  /** The neighbour, as its position in the list. */
  readonly neighbor: number;
  /** Area in Å². */
  readonly area: number;
  /** Solid angle under which the atom sees it, in steradians. */
  readonly solidAngle: number;
}

/**
 * Builds the Voronoi cell of an atom at the origin: all points that are nearer to it than to any neighbour.
 *
 * @param neighbors - positions relative to the atom in Å, nearest first, none at the origin
 * @param reach - half the edge in Å of the cube that the cell is cut from
 * @returns the faces; undefined when the neighbours do not enclose the atom within the cube
 *
 * @remarks
 * Half-spaces are cut off one after the other. A neighbour that only touches an edge or a corner of the cell (as
 * those at √2 a in a simple cubic crystal do) has no face.
 */
export function buildVoronoiCell(
  neighbors: readonly Vector3[],
  reach: number,
): readonly VoronoiFace[] | undefined {
  let faces: readonly Polygon[] = createCube(reach);
  let farthest = Math.sqrt(3) * reach;
  for (const [neighbor, position] of neighbors.entries()) {
    const distance = Math.sqrt(dot(position, position));
    // Beyond twice its farthest corner nothing can cut the cell.
    if (distance > 2 * farthest + tolerance) break;
    const normal: Vector3 = [
      position[0] / distance,
      position[1] / distance,
      position[2] / distance,
    ];
    const cut = cutOff(faces, neighbor, normal, distance / 2);
    if (cut === faces) continue;
    faces = cut;
    let square = 0;
    for (const { corners } of faces) {
      for (const corner of corners) square = Math.max(square, dot(corner, corner));
    }
    farthest = Math.sqrt(square);
  }
  if (faces.some(({ neighbor }) => neighbor < 0)) return undefined;
  return faces.map(({ neighbor, corners }) => ({
    neighbor,
    area: areaOf(corners),
    solidAngle: solidAngleOf(corners),
  }));
}

/** Corners nearer than this to a plane, in Å, lie in it. */
const tolerance = 1e-9;

/** A face of a convex body, its corners in order around it. */
interface Polygon {
  /** -1 for a face of the cube. */
  readonly neighbor: number;
  readonly corners: readonly Vector3[];
}

function createCube(reach: number): Polygon[] {
  const turns: readonly (readonly [number, number])[] = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ];
  return [0, 1, 2].flatMap((axis) =>
    [-1, 1].map((side): Polygon => {
      const corners = turns.map(([u, v]): Vector3 => {
        const corner: [number, number, number] = [0, 0, 0];
        corner[axis] = side * reach;
        corner[(axis + 1) % 3] = u * reach;
        corner[(axis + 2) % 3] = v * reach;
        return corner;
      });
      return { neighbor: -1, corners };
    }),
  );
}

/** Cuts off what lies beyond a plane; the same faces when nothing does. */
function cutOff(
  faces: readonly Polygon[],
  neighbor: number,
  normal: Vector3,
  height: number,
): readonly Polygon[] {
  const above = (corner: Vector3): number => dot(corner, normal) - height;
  if (faces.every(({ corners }) => corners.every((corner) => above(corner) <= tolerance))) {
    return faces;
  }
  const rim: Vector3[] = [];
  const addToRim = (corner: Vector3): void => {
    if (!rim.some((other) => isNear(other, corner))) rim.push(corner);
  };
  const left: Polygon[] = [];
  for (const face of faces) {
    const corners: Vector3[] = [];
    for (const [i, corner] of face.corners.entries()) {
      const next = face.corners[(i + 1) % face.corners.length] ?? corner;
      const [here, there] = [above(corner), above(next)];
      if (here <= tolerance) corners.push(corner);
      if (Math.abs(here) <= tolerance) addToRim(corner);
      if ((here > tolerance && there < -tolerance) || (here < -tolerance && there > tolerance)) {
        const share = here / (here - there);
        const point: Vector3 = [
          corner[0] + share * (next[0] - corner[0]),
          corner[1] + share * (next[1] - corner[1]),
          corner[2] + share * (next[2] - corner[2]),
        ];
        corners.push(point);
        addToRim(point);
      }
    }
    if (corners.length >= 3) left.push({ neighbor: face.neighbor, corners });
  }
  if (rim.length >= 3) left.push({ neighbor, corners: orderAround(rim, normal) });
  return left;
}

function isNear(a: Vector3, b: Vector3): boolean {
  return (
    Math.abs(a[0] - b[0]) < 10 * tolerance &&
    Math.abs(a[1] - b[1]) < 10 * tolerance &&
    Math.abs(a[2] - b[2]) < 10 * tolerance
  );
}

/** The corners of a convex polygon in order around its middle. */
function orderAround(corners: readonly Vector3[], normal: Vector3): readonly Vector3[] {
  const count = corners.length;
  const sum = (axis: 0 | 1 | 2): number =>
    corners.reduce((total, corner) => total + corner[axis], 0) / count;
  const middle: Vector3 = [sum(0), sum(1), sum(2)];
  const arms = corners.map((corner) => minus(corner, middle));
  const [first = [1, 0, 0]] = arms;
  const across = cross(normal, first);
  const turns = arms.map((arm) => Math.atan2(dot(arm, across), dot(arm, first)));
  return [...corners.keys()]
    .sort((i, j) => (turns[i] ?? 0) - (turns[j] ?? 0))
    .map((i) => corners[i] ?? middle);
}

function areaOf(corners: readonly Vector3[]): number {
  const [start = [0, 0, 0]] = corners;
  const total: [number, number, number] = [0, 0, 0];
  for (let i = 1; i + 1 < corners.length; i++) {
    const part = cross(minus(corners[i] ?? start, start), minus(corners[i + 1] ?? start, start));
    for (const axis of [0, 1, 2] as const) total[axis] += part[axis] / 2;
  }
  return Math.sqrt(dot(total, total));
}

/** By the formula of van Oosterom and Strackee for each triangle of a fan. */
function solidAngleOf(corners: readonly Vector3[]): number {
  const [a = [0, 0, 0]] = corners;
  let angle = 0;
  for (let i = 1; i + 1 < corners.length; i++) {
    const [b, c] = [corners[i] ?? a, corners[i + 1] ?? a];
    const [na, nb, nc] = [a, b, c].map((corner) => Math.sqrt(dot(corner, corner)));
    const [la = 0, lb = 0, lc = 0] = [na, nb, nc];
    const volume = Math.abs(dot(a, cross(b, c)));
    const below = la * lb * lc + lc * dot(a, b) + lb * dot(a, c) + la * dot(b, c);
    angle += 2 * Math.atan2(volume, below);
  }
  return angle;
}

function minus(u: Vector3, v: Vector3): Vector3 {
  return [u[0] - v[0], u[1] - v[1], u[2] - v[2]];
}

function cross(u: Vector3, v: Vector3): Vector3 {
  return [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
}
