import { elements, type Vector3 } from "@ftcp/crystal";

import type { PropertyTable } from "../property/propertyTable.ts";
import { createPropertyTable } from "../property/createPropertyTable.ts";
import { arrangeBlocks } from "./arrangeBlocks.ts";
import { factorConventions } from "./factorLines.ts";
import type { BlockName, FtcpLayout } from "./ftcpLayout.ts";
import type { LayoutOptions } from "./layoutOptions.ts";
import { layoutPresets } from "./layoutPresets.ts";
import { usualSpherePlanes } from "./spherePlanes.ts";

const momentum: readonly BlockName[] = ["planeNorms", "structureFactors"];
const blockNames: readonly BlockName[] = layoutPresets.reference.blocks;

/**
 * Lays out an FTCP tensor: what stands in each row and column.
 *
 * @param options - preset, sizes and whatever is to differ from the preset
 * @returns plain, deeply frozen JSON data
 * @throws RangeError when a number is out of its range, a plane is not three integers within ±32 or
 * named twice, a block is unknown or named twice, or options contradict each other
 * @throws {@link FeaturizeError} with code `FEATURIZE_INVALID_TABLE` when a property table is damaged
 *
 * @remarks
 * Three presets, see {@link layoutPresets}:
 * - `ftcp` (default): 301 rows padded to 304, 92 columns; canonical cell, origin and order of sites, a
 *   class for "empty", F with real and imaginary rows for 32 planes.
 * - `paper`: 362 rows, 92 columns; V(m, 3) over F(c, K) as in section 2, Eq. 1 for all 63 planes.
 * - `reference`: 238 rows padded to 240, 62 columns; the numbers of the authors' Python code.
 *
 * A layout whose blocks lack `elements`, `cell`, `coordinates` or `occupancy`, as one of momentum space
 * alone does, cannot be inverted, and {@link defeaturize} says so.
 *
 * @example
 * ```ts
 * createLayout().rows; // 304
 * createLayout({ name: "reference" }).columns; // 62
 * createLayout({ name: "paper", blocks: "real" }).columns; // 3
 * createLayout({ convention: "magnitude" }).rows; // 272: 32 rows of |F| instead of 63
 * ```
 *
 * @see FTCP paper, sections 2.1 and 2.2, Tables 2 and 3
 */
export function createLayout(options: LayoutOptions = {}): FtcpLayout {
  const { name = "ftcp", maxElements = 3, maxSites = 20 } = options;
  requireOneOf("name", name, ["paper", "reference", "ftcp"]);
  const { blocks: presetBlocks, ...preset } = layoutPresets[name];
  const {
    rowMultiple = preset.rowMultiple,
    convention = preset.convention,
    arrangement = preset.arrangement,
    unknownProperties = preset.unknownProperties,
    emptyClass = preset.emptyClass,
    cell = preset.cell,
    siteOrder = preset.siteOrder,
    snapThirds = preset.snapThirds,
  } = options;
  requireInteger("maxElements", maxElements, 64);
  requireInteger("maxSites", maxSites, 10_000);
  requireInteger("rowMultiple", rowMultiple, 1024);
  requireOneOf("convention", convention, factorConventions);
  requireOneOf("arrangement", arrangement, ["stacked", "beside"]);
  requireOneOf("unknownProperties", unknownProperties, ["error", "zero"]);
  requireOneOf("emptyClass", emptyClass, [true, false]);
  requireOneOf("cell", cell, ["given", "canonical"]);
  requireOneOf("siteOrder", siteOrder, ["given", "electronegativity", "canonical"]);
  requireOneOf("snapThirds", snapThirds, [true, false]);
  const chosen = options.planes ?? preset.planes;
  const planeChoice = chosen === "sphere" ? "sphere" : "fixed";
  const planes = freezePlanes(chosen === "sphere" ? usualSpherePlanes : chosen);
  const propertyTable = freezeTable(options.propertyTable ?? preset.propertyTable);
  const names = chooseBlocks(options.blocks ?? "both", presetBlocks);

  const symbols = elements.map((element) => element.symbol);
  const { blocks, end, columns } = arrangeBlocks(names, {
    ...{ maxElements, maxSites, emptyClass, arrangement, convention, planes },
    elements: symbols.length,
    properties: propertyTable === "cgcnn-92" ? 92 : propertyTable.labels.length,
  });
  const rows = Math.ceil(end / rowMultiple) * rowMultiple;
  return Object.freeze({
    kind: "ftcp-layout",
    version: 2,
    name,
    maxElements,
    maxSites,
    rows,
    columns,
    rowMultiple,
    elements: Object.freeze(symbols),
    emptyClass,
    cell,
    siteOrder,
    snapThirds,
    propertyTable,
    unknownProperties,
    arrangement,
    convention,
    planes,
    planeChoice,
    blocks: Object.freeze(blocks),
    padding: Object.freeze({ start: end, end: rows }),
  });
}

function chooseBlocks(
  wanted: NonNullable<LayoutOptions["blocks"]>,
  all: readonly BlockName[],
): readonly BlockName[] {
  if (wanted === "both") return all;
  if (wanted === "real") return all.filter((name) => !momentum.includes(name));
  if (wanted === "momentum") return all.filter((name) => momentum.includes(name));
  if (!Array.isArray(wanted) || wanted.length === 0) throw new RangeError("a layout needs blocks");
  const names: readonly BlockName[] = wanted;
  for (const name of names) requireOneOf("blocks", name, blockNames);
  if (new Set(names).size < names.length) throw new RangeError("a block is named twice");
  return names;
}

function freezeTable(table: "cgcnn-92" | PropertyTable): "cgcnn-92" | PropertyTable {
  if (typeof table !== "string") return createPropertyTable(table);
  requireOneOf("propertyTable", table, ["cgcnn-92"]);
  return table;
}

function freezePlanes(planes: readonly Vector3[]): readonly Vector3[] {
  const frozen = planes.map(freezePlane);
  if (new Set(frozen.map((plane) => plane.join())).size < frozen.length) {
    throw new RangeError("a plane is named twice");
  }
  return Object.freeze(frozen);
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

function requireOneOf<T>(name: string, value: T, allowed: readonly T[]): void {
  if (!allowed.includes(value)) {
    throw new RangeError(`${name} must be one of ${allowed.join(", ")}, not ${String(value)}`);
  }
}
