import type { Matrix3, Vector3 } from "@ftcp/crystal";

import type { FormatErrorCode } from "../formatError.ts";
import { FormatReader, quote } from "../formatReader.ts";
import type { FormatPlace } from "../formatReader.ts";
import type { ParseFormatOptions } from "../parseFormatOptions.ts";
import type { StructureFormat } from "../structureFormat.ts";
import { findJsonFault } from "./findJsonFault.ts";
import { findJsonPath } from "./findJsonPath.ts";
import { formatJsonPath } from "./jsonPath.ts";
import type { JsonPath } from "./jsonPath.ts";

/** An object of a JSON text. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Reads typed values out of JSON; every fault is a `FormatError` with the path of the value and its
 * line and column in the text.
 *
 * @internal
 */
export class JsonReader extends FormatReader {
  /** The value of the whole text. */
  readonly root: unknown;
  readonly #text: string | undefined;

  constructor(source: unknown, format: StructureFormat, options: ParseFormatOptions) {
    super(format, options);
    if (typeof source === "string") {
      this.checkLength(source.length);
      this.#text = source;
      this.root = this.#parse(source);
    } else {
      this.root = source;
    }
  }

  /** The place of a value; for an object that was given instead of a text only the path is known. */
  placeOf(path: JsonPath): FormatPlace {
    const formatted = formatJsonPath(path);
    const at = this.#text === undefined ? 0 : findJsonPath(this.#text, path);
    return { ...this.#lineAndColumn(at), ...(formatted === "" ? {} : { path: formatted }) };
  }

  fail(code: FormatErrorCode, message: string, path: JsonPath): never {
    throw this.error(code, message, this.placeOf(path));
  }

  object(value: unknown, path: JsonPath): JsonObject {
    if (!isJsonObject(value)) return this.#unexpected("an object", value, path);
    return value;
  }

  list(value: unknown, path: JsonPath): readonly unknown[] {
    if (!Array.isArray(value)) return this.#unexpected("a list", value, path);
    return value as readonly unknown[];
  }

  text(value: unknown, path: JsonPath): string {
    if (typeof value !== "string") return this.#unexpected("a text", value, path);
    return value;
  }

  number(value: unknown, path: JsonPath): number {
    if (typeof value !== "number" || !Number.isFinite(value)) {
      return this.#unexpected("a number", value, path, "FORMAT_INVALID_NUMBER");
    }
    return value + 0;
  }

  vector(value: unknown, path: JsonPath): Vector3 {
    const list = this.list(value, path);
    if (list.length !== 3) return this.#unexpected("three numbers", value, path);
    return [
      this.number(list[0], [...path, 0]),
      this.number(list[1], [...path, 1]),
      this.number(list[2], [...path, 2]),
    ];
  }

  matrix(value: unknown, path: JsonPath): Matrix3 {
    const list = this.list(value, path);
    if (list.length !== 3) return this.#unexpected("three vectors", value, path);
    return [
      this.vector(list[0], [...path, 0]),
      this.vector(list[1], [...path, 1]),
      this.vector(list[2], [...path, 2]),
    ];
  }

  #unexpected(
    wanted: string,
    value: unknown,
    path: JsonPath,
    code: FormatErrorCode = "FORMAT_INVALID_VALUE",
  ): never {
    const name = formatJsonPath(path);
    const at = name === "" ? "the whole" : name;
    return this.fail(
      code,
      value === undefined ? `${at} is missing` : `${at} must be ${wanted}, not ${describe(value)}`,
      path,
    );
  }

  #parse(source: string): unknown {
    const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      const repaired = error instanceof SyntaxError ? replaceNonNumbers(text) : undefined;
      if (repaired !== undefined) {
        try {
          const value = JSON.parse(repaired) as unknown;
          const message = "NaN and infinities are no JSON; they are read as null";
          this.note("warning", "FORMAT_NUMBER_IGNORED", message, () => ({ line: 1, column: 1 }));
          return value;
        } catch {
          // The fault is another one; it is told below.
        }
      }
      const at = findJsonFault(text);
      const what =
        at >= text.length ? "ends too early" : `goes on with ${quote(text.slice(at, at + 12))}`;
      throw this.error(
        "FORMAT_INVALID_JSON",
        `the text is no JSON: it ${what}`,
        this.#lineAndColumn(at + source.length - text.length),
        error,
      );
    }
  }

  #lineAndColumn(at: number): { line: number; column: number } {
    if (this.#text === undefined) return { line: 1, column: 1 };
    let line = 1;
    let start = 0;
    for (;;) {
      const end = this.#text.indexOf("\n", start);
      if (end < 0 || end >= at) return { line, column: at - start + 1 };
      line += 1;
      start = end + 1;
    }
  }
}

/**
 * Whether a value of a JSON text is an object.
 *
 * @param value - the value
 * @returns false for lists and null
 * @internal
 */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object") return "an object";
  if (typeof value === "string") return quote(value);
  return typeof value === "number" || typeof value === "boolean" ? String(value) : typeof value;
}

/** The text with `null` for NaN and infinities outside strings; undefined when it has none. */
function replaceNonNumbers(text: string): string | undefined {
  if (!/NaN|Infinity/u.test(text)) return undefined;
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      at += 1;
      while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
      continue;
    }
    if (character !== "N" && character !== "I" && character !== "-") continue;
    const word = ["NaN", "Infinity", "-Infinity"].find((each) => text.startsWith(each, at));
    if (word === undefined) continue;
    parts.push(text.slice(start, at), "null");
    at += word.length - 1;
    start = at + 1;
  }
  parts.push(text.slice(start));
  return parts.join("");
}
