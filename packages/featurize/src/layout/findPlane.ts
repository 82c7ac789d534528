import type { Vector3 } from "@ftcp/crystal";

import type { FtcpLayout } from "./ftcpLayout.ts";

/** Index of a plane in the layout's list, -1 if it is not there. */
export function findPlane(layout: FtcpLayout, plane: Vector3): number {
  return layout.planes.findIndex((candidate) =>
    candidate.every((index, axis) => index === plane[axis]),
  );
}
