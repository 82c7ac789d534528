import type { Vector3 } from "@ftcp/crystal";

import { planeTable, type PlaneTable } from "../tensor/planeTable.ts";
import { factorLines } from "./factorLines.ts";
import type { FactorPart, FtcpLayout } from "./ftcpLayout.ts";

/** The sums that a list of planes needs, and the rows or columns that are made of them. */
export interface CompiledFactors {
  /** The planes in the order of the layout. */
  readonly planes: readonly Vector3[];
  /** Planes to sum over: of each Friedel pair one. */
  readonly sums: PlaneTable;
  /** For each line (row or column of F) the plane in `sums`. */
  readonly sumOfLine: Int32Array;
  /** For each line 1, or -1 when its plane is the mate of that in `sums`: F is then the conjugate. */
  readonly signOfLine: Int32Array;
  /** For each line the number that is made of F. */
  readonly partOfLine: readonly FactorPart[];
  /**
   * For each line its number as a combination of real and imaginary part of the sum, two factors of 1, 0
   * and -1; without meaning for magnitude, phase and linear.
   */
  readonly mixOfLine: Float64Array;
  /** For each line h, k, l of its plane. */
  readonly indicesOfLine: Int32Array;
  /** For each plane its first line. */
  readonly firstLine: Int32Array;
}

/** Pairs Friedel mates up: their F are conjugates, so one sum does for both. */
export function compileFactors(planes: readonly Vector3[], layout: FtcpLayout): CompiledFactors {
  const lines = factorLines(planes, layout.convention);
  const sums: Vector3[] = [];
  const sumOfPlane = new Int32Array(planes.length);
  const signOfPlane = new Int32Array(planes.length).fill(1);
  const places = new Map<string, number>();
  planes.forEach((plane, index) => {
    const [h, k, l] = plane;
    const mate = places.get(`${0 - h},${0 - k},${0 - l}`);
    if (mate !== undefined) {
      sumOfPlane[index] = mate;
      signOfPlane[index] = -1;
      return;
    }
    places.set(plane.join(), sums.length);
    sumOfPlane[index] = sums.length;
    sums.push(plane);
  });
  const firstLine = new Int32Array(planes.length).fill(-1);
  const indicesOfLine = new Int32Array(3 * lines.length);
  lines.forEach(({ plane }, line) => {
    if (firstLine[plane] === -1) firstLine[plane] = line;
    indicesOfLine.set(planes[plane] ?? [], 3 * line);
  });
  const mixOfLine = new Float64Array(2 * lines.length);
  lines.forEach(({ plane, part }, line) => {
    const sign = signOfPlane[plane] ?? 1;
    mixOfLine[2 * line] = part === "imaginary" ? 0 : 1;
    if (part === "imaginary") mixOfLine[2 * line + 1] = sign;
    else if (part === "hartley") mixOfLine[2 * line + 1] = -sign;
  });
  return {
    planes,
    sums: planeTable(sums),
    sumOfLine: Int32Array.from(lines, ({ plane }) => sumOfPlane[plane] ?? 0),
    signOfLine: Int32Array.from(lines, ({ plane }) => signOfPlane[plane] ?? 1),
    partOfLine: lines.map(({ part }) => part),
    mixOfLine,
    indicesOfLine,
    firstLine,
  };
}
