import { elements, type Vector3 } from "@ftcp/crystal";

import type { BlockName, FtcpLayout, LayoutBlock } from "./ftcpLayout.ts";
import { millerPlanes } from "./millerPlanes.ts";

/** Settings of {@link createLayout}. */
export interface LayoutOptions {
  /** Preset: `ftcp` (canonical form, the default) or `paper` (the crystal as given). */
  readonly name?: "paper" | "ftcp";
  /** Largest number of different elements, 1 to 64; 3 by default. */
  readonly maxElements?: number;
  /** Largest number of sites, 1 to 10,000; 20 by default. */
  readonly maxSites?: number;
  /** Pads the number of rows to a multiple of this, 1 to 1024; 8 by default. */
  readonly rowMultiple?: number;
  /** Planes of the structure factors; those with `|h| + |k| + |l| < 4` by default. */
  readonly planes?: readonly Vector3[];
}

/**
 * Lays out an FTCP tensor: real-space blocks V(m, 3) over structure factors F(c, K), zero padded to K
 * columns.
 *
 * @param options - sizes and preset
 * @returns plain, deeply frozen JSON data
 * @throws RangeError when a number is out of its range or a plane is not three
 * integers within ±32 or named twice
 *
 * @remarks
 * Rows from top to bottom: 103 elements and "empty", one-hot in column j for element slot j; lengths
 * (a, b, c) and angles (alpha, beta, gamma); fractional coordinates of each site; one-hot slot (or
 * "empty", column `maxElements`) of each site; 92 property bits **Z**, column j for slot j; for each
 * plane the real and the imaginary part of F, column p for property bit p; zero rows. F(000) is real
 * and has one row. The defaults give 301 rows padded to 304, and 92 columns.
 *
 * Against the paper: it leaves open which site holds which element and how an unused slot looks; here
 * the occupancy block and the "empty" row say so.
 *
 * @example
 * ```ts
 * const layout = createLayout({ name: "paper", maxSites: 20 });
 * layout.rows; // 304
 * ```
 *
 * @see FTCP paper, sections 2.1 and 2.2
 */
export function createLayout(options: LayoutOptions = {}): FtcpLayout {
  const { name = "ftcp", maxElements = 3, maxSites = 20, rowMultiple = 8 } = options;
  const planes = (options.planes ?? millerPlanes(3)).map(freezePlane);
  if (new Set(planes.map((plane) => plane.join())).size < planes.length) {
    throw new RangeError("a plane is named twice");
  }
  requireInteger("maxElements", maxElements, 64);
  requireInteger("maxSites", maxSites, 10_000);
  requireInteger("rowMultiple", rowMultiple, 1024);

  const columns = 92;
  const symbols = elements.map((element) => element.symbol);
  const blocks: LayoutBlock[] = [];
  let row = 0;
  const add = (block: BlockName, height: number): void => {
    blocks.push(Object.freeze({ name: block, start: row, end: row + height }));
    row += height;
  };
  add("elements", symbols.length + 1);
  add("cell", 2);
  add("coordinates", maxSites);
  add("occupancy", maxSites);
  add("properties", columns);
  add(
    "structureFactors",
    planes.reduce((height, plane) => height + (isOrigin(plane) ? 1 : 2), 0),
  );
  const rows = Math.ceil(row / rowMultiple) * rowMultiple;
  return Object.freeze({
    kind: "ftcp-layout",
    version: 1,
    name,
    maxElements,
    maxSites,
    rows,
    columns,
    rowMultiple,
    elements: Object.freeze(symbols),
    propertyTable: "cgcnn-92",
    planes: Object.freeze(planes),
    blocks: Object.freeze(blocks),
    padding: Object.freeze({ start: row, end: rows }),
  });
}

function isOrigin([h, k, l]: Vector3): boolean {
  return h === 0 && k === 0 && l === 0;
}

function freezePlane(plane: Vector3): Vector3 {
  const indices: readonly number[] = plane; // data from a file may not be three numbers
  if (indices.length !== 3 || !indices.every((n) => Number.isInteger(n) && Math.abs(n) <= 32)) {
    throw new RangeError(`a plane is three whole numbers within 32 of zero, not (${plane.join()})`);
  }
  // + 0 turns -0, which JSON cannot hold, into 0.
  return Object.freeze([plane[0] + 0, plane[1] + 0, plane[2] + 0] as const);
}

function requireInteger(name: string, value: number, limit: number): void {
  if (!Number.isInteger(value) || value < 1 || value > limit) {
    throw new RangeError(`${name} must be a whole number from 1 to ${limit}, not ${value}`);
  }
}
