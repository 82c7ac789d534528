import type { Vector3 } from "@ftcp/crystal";

import type { FactorPart, FtcpLayout } from "./ftcpLayout.ts";
import { findPlane } from "./findPlane.ts";
import { linesOf } from "./linesOf.ts";

/** Index of a plane's number among the rows (or columns) of F; the first part if none is named. */
export function findFactorLine(layout: FtcpLayout, plane: Vector3, part?: FactorPart): number {
  const index = findPlane(layout, plane);
  return linesOf(layout).findIndex(
    (line) => line.plane === index && (part === undefined || line.part === part),
  );
}
