import type { FtcpLayout } from "./ftcpLayout.ts";
import { planeTable, type PlaneTable } from "../tensor/planeTable.ts";
import { blockOf } from "./blockOf.ts";

/** What the inner loops need to know about a layout, looked up once. */
export interface CompiledLayout {
  /** Row of each element. */
  readonly elementRows: ReadonlyMap<string, number>;
  /** Row that means "no element in this slot". */
  readonly emptyRow: number;
  /** Row of the lengths; the angles follow. */
  readonly cell: number;
  /** First row of the coordinates. */
  readonly coordinates: number;
  /** First row of the occupancies. */
  readonly occupancy: number;
  /** First row of the property bits. */
  readonly properties: number;
  /** First row of the structure factors. */
  readonly structureFactors: number;
  /** The planes, flat. */
  readonly planes: PlaneTable;
  /** Which plane is (0, 0, 0), whose F is real; -1 when there is none. */
  readonly originPlane: number;
}

const compiled = new WeakMap<FtcpLayout, CompiledLayout>();

/** Looks a layout's rows up, once for each layout object. */
export function compileLayout(layout: FtcpLayout): CompiledLayout {
  const known = compiled.get(layout);
  if (known !== undefined) return known;
  const elements = blockOf(layout, "elements");
  const result: CompiledLayout = {
    elementRows: new Map(layout.elements.map((symbol, index) => [symbol, elements.start + index])),
    emptyRow: elements.end - 1,
    cell: blockOf(layout, "cell").start,
    coordinates: blockOf(layout, "coordinates").start,
    occupancy: blockOf(layout, "occupancy").start,
    properties: blockOf(layout, "properties").start,
    structureFactors: blockOf(layout, "structureFactors").start,
    planes: planeTable(layout.planes),
    originPlane: layout.planes.findIndex((plane) => plane.every((index) => index === 0)),
  };
  compiled.set(layout, result);
  return result;
}
