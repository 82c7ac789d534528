import { factorLines, type FactorLine } from "./factorLines.ts";
import type { FtcpLayout } from "./ftcpLayout.ts";

const known = new WeakMap<FtcpLayout, readonly FactorLine[]>();

/** The rows (or columns) of F in a layout, made once for each layout. */
export function linesOf(layout: FtcpLayout): readonly FactorLine[] {
  let lines = known.get(layout);
  if (lines === undefined) {
    lines = factorLines(layout.planes, layout.convention);
    known.set(layout, lines);
  }
  return lines;
}
