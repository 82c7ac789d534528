import type { Vector3 } from "@ftcp/crystal";

import { FeaturizeError } from "../featurizeError.ts";
import { parsePropertyTable } from "../property/parsePropertyTable.ts";
import { createLayout } from "./createLayout.ts";
import type { FtcpLayout } from "./ftcpLayout.ts";
import type { LayoutOptions } from "./layoutOptions.ts";

type Entries = Readonly<Record<string, unknown>>;

/**
 * Reads a layout from JSON and checks every entry of it.
 *
 * @param json - text, or the value that `JSON.parse` made of it; nothing in it is trusted
 * @returns the layout, deeply frozen and independent of `json`
 * @throws {@link FeaturizeError} with code `FEATURIZE_LAYOUT_VERSION` when the document is a layout of
 * another version, and `FEATURIZE_INVALID_LAYOUT` (with `data.path`) when it is anything else
 *
 * @remarks
 * The layout is made anew from its options and compared entry by entry, so row ranges that overlap or
 * do not add up cannot pass. Entries that this version does not know are errors too. Documents of
 * version 1, which model files of the first release hold, are read as the layout that they meant then:
 * the tensors are the same bit by bit.
 *
 * @example
 * ```ts
 * const layout = parseLayout(JSON.stringify(createLayout()));
 * ```
 */
export function parseLayout(json: unknown): FtcpLayout {
  let document = json;
  if (typeof json === "string") {
    try {
      document = JSON.parse(json);
    } catch (cause) {
      throw new FeaturizeError("FEATURIZE_INVALID_LAYOUT", "not JSON", { path: "" }, { cause });
    }
  }
  if (typeof document !== "object" || document === null) throw invalid("");
  const given = document as Entries;
  if (given["kind"] !== "ftcp-layout") throw invalid("kind");
  const { version } = given;
  if (version !== 1 && version !== 2) {
    throw new FeaturizeError(
      "FEATURIZE_LAYOUT_VERSION",
      `this release reads layouts of versions 1 and 2, not ${String(version)}`,
      { path: "version" },
    );
  }
  const options = version === 1 ? readVersion1(given) : readVersion2(given);
  let layout: FtcpLayout;
  try {
    layout = createLayout(options);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new FeaturizeError("FEATURIZE_INVALID_LAYOUT", cause.message, { path: "" }, { cause });
  }
  const path = firstDifference(given, version === 1 ? toVersion1(layout) : layout, "");
  if (path !== undefined) throw invalid(path);
  return layout;
}

function readVersion1(given: Entries): LayoutOptions {
  const { name } = given;
  if (name !== "paper" && name !== "ftcp") throw invalid("name");
  return {
    ...readSizes(given),
    name,
    planes: readPlanes(given["planes"]),
    blocks: ["elements", "cell", "coordinates", "occupancy", "properties", "structureFactors"],
    emptyClass: true,
    unknownProperties: "zero",
  };
}

/** A layout in the words of version 1, which had no other choices. */
function toVersion1(layout: FtcpLayout): Entries {
  const { kind, name, maxElements, maxSites, rows, columns, rowMultiple, elements } = layout;
  const { propertyTable, planes, padding } = layout;
  const blocks = layout.blocks.map(({ name: block, start, end }) => ({ name: block, start, end }));
  return {
    ...{ kind, version: 1, name, maxElements, maxSites, rows, columns, rowMultiple, elements },
    ...{ propertyTable, planes, blocks, padding },
  };
}

function readVersion2(given: Entries): LayoutOptions {
  const { planeChoice, blocks, propertyTable } = given;
  if (planeChoice !== "fixed" && planeChoice !== "sphere") throw invalid("planeChoice");
  if (!Array.isArray(blocks) || blocks.length > 16) throw invalid("blocks");
  const names = blocks.map((block: unknown, index) => {
    if (typeof block !== "object" || block === null) throw invalid(`blocks[${index}]`);
    return (block as Entries)["name"];
  });
  const planes = readPlanes(given["planes"]);
  // What is read here without a check, createLayout checks.
  return {
    ...readSizes(given),
    name: given["name"] ?? null,
    emptyClass: given["emptyClass"] ?? null,
    cell: given["cell"] ?? null,
    siteOrder: given["siteOrder"] ?? null,
    snapThirds: given["snapThirds"] ?? null,
    unknownProperties: given["unknownProperties"] ?? null,
    arrangement: given["arrangement"] ?? null,
    convention: given["convention"] ?? null,
    planes: planeChoice === "sphere" ? "sphere" : planes,
    blocks: names,
    propertyTable: readTable(propertyTable),
  } as unknown as LayoutOptions;
}

function readTable(table: unknown): LayoutOptions["propertyTable"] {
  if (table === "cgcnn-92") return table;
  try {
    return parsePropertyTable(table);
  } catch (cause) {
    if (!(cause instanceof FeaturizeError)) throw cause;
    throw new FeaturizeError(
      "FEATURIZE_INVALID_LAYOUT",
      `not a valid layout: propertyTable: ${cause.message}`,
      { path: "propertyTable" },
      { cause },
    );
  }
}

function readSizes({ maxElements, maxSites, rowMultiple }: Entries): {
  readonly maxElements: number;
  readonly maxSites: number;
  readonly rowMultiple: number;
} {
  if (typeof maxElements !== "number") throw invalid("maxElements");
  if (typeof maxSites !== "number") throw invalid("maxSites");
  if (typeof rowMultiple !== "number") throw invalid("rowMultiple");
  return { maxElements, maxSites, rowMultiple };
}

function readPlanes(planes: unknown): readonly Vector3[] {
  if (!Array.isArray(planes) || planes.length > 100_000) throw invalid("planes");
  planes.forEach((plane, index) => {
    if (!Array.isArray(plane) || !plane.every((entry) => typeof entry === "number")) {
      throw invalid(`planes[${index}]`);
    }
  });
  return planes as readonly Vector3[];
}

function invalid(path: string): FeaturizeError {
  const place = path === "" ? "the document" : path;
  return new FeaturizeError("FEATURIZE_INVALID_LAYOUT", `not a valid layout: ${place}`, { path });
}

/** Path of the first entry in which two JSON values differ, or `undefined` if they are equal. */
function firstDifference(given: unknown, expected: unknown, path: string): string | undefined {
  if (typeof expected !== "object" || expected === null) {
    return given === expected ? undefined : path;
  }
  if (typeof given !== "object" || given === null) return path;
  if (Array.isArray(expected) !== Array.isArray(given)) return path;
  const left = given as Readonly<Record<string, unknown>>;
  const right = expected as Readonly<Record<string, unknown>>;
  for (const key of new Set([...Object.keys(right), ...Object.keys(left)])) {
    const separator = path === "" ? "" : ".";
    const inner = Array.isArray(expected) ? `${path}[${key}]` : `${path}${separator}${key}`;
    if (!Object.hasOwn(left, key) || !Object.hasOwn(right, key)) return inner;
    const difference = firstDifference(left[key], right[key], inner);
    if (difference !== undefined) return difference;
  }
  return undefined;
}
