import type { Vector3 } from "@ftcp/crystal";

import { FeaturizeError } from "../featurizeError.ts";
import { createLayout } from "./createLayout.ts";
import type { FtcpLayout } from "./ftcpLayout.ts";

/**
 * Reads a layout from JSON and checks every entry of it.
 *
 * @param json - text, or the value that `JSON.parse` made of it; nothing in it is trusted
 * @returns the layout, deeply frozen and independent of `json`
 * @throws {@link FeaturizeError} with code `FEATURIZE_LAYOUT_VERSION` when the document is a layout of
 * another version, and `FEATURIZE_INVALID_LAYOUT` (with `data.path`) when it is anything else
 *
 * @remarks
 * The layout is made anew from its sizes and planes and compared entry by entry, so row ranges that
 * overlap or do not add up cannot pass. Entries that this version does not know are errors too.
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
  const given = document as Readonly<Record<string, unknown>>;
  if (given["kind"] !== "ftcp-layout") throw invalid("kind");
  if (given["version"] !== 1) {
    throw new FeaturizeError(
      "FEATURIZE_LAYOUT_VERSION",
      `this release reads layouts of version 1, not ${String(given["version"])}`,
      { path: "version" },
    );
  }
  const { name, maxElements, maxSites, rowMultiple, planes } = given;
  if (name !== "paper" && name !== "ftcp") throw invalid("name");
  if (typeof maxElements !== "number") throw invalid("maxElements");
  if (typeof maxSites !== "number") throw invalid("maxSites");
  if (typeof rowMultiple !== "number") throw invalid("rowMultiple");
  if (!Array.isArray(planes) || planes.length > 100_000) throw invalid("planes");
  planes.forEach((plane, index) => {
    if (!Array.isArray(plane) || !plane.every((entry) => typeof entry === "number")) {
      throw invalid(`planes[${index}]`);
    }
  });
  let layout: FtcpLayout;
  try {
    layout = createLayout({
      name,
      maxElements,
      maxSites,
      rowMultiple,
      planes: planes as readonly Vector3[],
    });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new FeaturizeError("FEATURIZE_INVALID_LAYOUT", cause.message, { path: "" }, { cause });
  }
  const path = firstDifference(given, layout, "");
  if (path !== undefined) throw invalid(path);
  return layout;
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
