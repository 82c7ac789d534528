import type { CifVersion } from "../syntax/cifVersion.ts";
import { foldName } from "../syntax/foldName.ts";
import { isAllowedCharacter } from "../syntax/isAllowedCharacter.ts";
import type {
  CifBlockContent,
  CifDocumentContent,
  CifItemContent,
  CifLoopContent,
  CifValueContent,
} from "./cifContent.ts";
import { formatKey, formatText, unwritable } from "./formatText.ts";
import { LineWriter } from "./lineWriter.ts";

/** Longest name: it must fit on a line. */
const longestName = 2048;

/** Longer lists are written over several lines. */
const longestList = 100;

/** Deepest nesting of lists and tables. */
const deepest = 1000;

const versions: readonly string[] = ["1.1", "2.0"] satisfies CifVersion[];

/** How a document is written. */
export interface WriteCifDocumentOptions {
  /** The syntax; that of the document by default, else 1.1. */
  readonly version?: CifVersion;
}

/**
 * Writes a document.
 *
 * @param document - a document as `parseCifDocument` gives it, or data of the same shape
 * @param options - see {@link WriteCifDocumentOptions}
 * @returns the whole CIF
 * @throws {@link CifError} with code `CIF_UNWRITABLE` for what the syntax cannot hold: in 1.1 lists,
 * tables, characters other than ASCII, and texts in which a line (of folded ones the first one too)
 * begins with a semicolon; in both an empty or repeated name, a loop without complete rows, control
 * characters
 *
 * @remarks
 * Reading what is written gives the same names, values, loops and frames; bare values stay bare and
 * others stay texts. Delimiters are kept where they can hold the text. No line is longer than 2048
 * characters: long lines of texts are folded. Save frames come after the items of their block.
 *
 * @example
 * ```ts
 * const text = writeCifDocument({
 *   blocks: [
 *     {
 *       name: "salt",
 *       entries: [{ kind: "item", tag: "_cell_length_a", value: { text: "5.64", delimiter: "bare" } }],
 *     },
 *   ],
 * });
 * parseCifDocument(text).blocks[0]?.value("_cell_length_a")?.text; // "5.64"
 * ```
 */
export function writeCifDocument(
  document: CifDocumentContent,
  options: WriteCifDocumentOptions = {},
): string {
  const version = options.version ?? document.version ?? "1.1";
  if (!versions.includes(version)) {
    throw new RangeError(`the version of CIF must be 1.1 or 2.0, not ${version}`);
  }
  const writer = new DocumentWriter(version);
  const names = new Set<string>();
  for (const block of document.blocks) writer.block(block, names);
  return writer.text();
}

class DocumentWriter {
  readonly #version: CifVersion;
  readonly #lines = new LineWriter();

  constructor(version: CifVersion) {
    this.#version = version;
    this.#lines.line(`#\\#CIF_${version}`);
  }

  text(): string {
    return this.#lines.text();
  }

  block(block: CifBlockContent, names: Set<string>): void {
    this.#heading("data_", block, names);
    this.#entries(block);
    const frameNames = new Set<string>();
    for (const frame of block.frames ?? []) {
      this.#heading("save_", frame, frameNames);
      if ((frame.frames?.length ?? 0) > 0) {
        throw unwritable(`save_${frame.name}`, "a save frame cannot hold another one");
      }
      this.#entries(frame);
      this.#lines.line("save_");
    }
  }

  #heading(keyword: "data_" | "save_", { name }: CifBlockContent, names: Set<string>): void {
    this.#requireName(`${keyword}${name}`, name, names);
    this.#lines.line("");
    this.#lines.line(`${keyword}${name}`);
  }

  #requireName(where: string, name: string, names: Set<string>): void {
    if (name === "") throw unwritable(where, "the name is empty");
    if (where.length > longestName) throw unwritable(`${where.slice(0, 40)}…`, "it is too long");
    for (let position = 0; position < name.length; position += 1) {
      const isBlank = name.charCodeAt(position) <= 32;
      if (isBlank || !isAllowedCharacter(name, position, this.#version === "2.0")) {
        throw unwritable(where, `CIF ${this.#version} cannot hold a character of the name`);
      }
    }
    const key = foldName(name);
    if (names.has(key)) throw unwritable(where, "the name occurs twice");
    names.add(key);
  }

  #requireTag(tag: string, tags: Set<string>): void {
    if (!tag.startsWith("_")) throw unwritable(tag, "a data name begins with an underscore");
    if (tag.length === 1) throw unwritable(tag, "the name is empty");
    this.#requireName(tag, tag, tags);
  }

  #entries({ entries }: CifBlockContent): void {
    const tags = new Set<string>();
    for (const entry of entries) {
      if (entry.kind === "item") this.#item(entry, tags);
      else this.#loop(entry, tags);
    }
  }

  #item({ tag, value }: CifItemContent, tags: Set<string>): void {
    this.#requireTag(tag, tags);
    this.#lines.token(tag);
    this.#value(value, tag);
    this.#lines.endLine();
  }

  #loop({ tags: columns, values }: CifLoopContent, tags: Set<string>): void {
    const width = columns.length;
    const where = `the loop of ${columns[0] ?? "nothing"}`;
    if (width === 0) throw unwritable(where, "a loop has at least one data name");
    if (values.length === 0) throw unwritable(where, "a loop has at least one row");
    if (values.length % width !== 0) throw unwritable(where, "the last row is incomplete");
    this.#lines.line("loop_");
    for (const tag of columns) {
      this.#requireTag(tag, tags);
      this.#lines.line(tag);
    }
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index];
      const column = index % width;
      if (value !== undefined) this.#value(value, columns[column] ?? "");
      if (column === width - 1) this.#lines.endLine();
    }
  }

  #value(value: CifValueContent, where: string): void {
    const tokens: string[] = [];
    this.#collect(value, where, 0, tokens);
    const line = tokens.length > 1 ? joinOnLine(tokens) : undefined;
    for (const token of line === undefined ? tokens : [line]) this.#lines.token(token);
  }

  /** Adds the tokens of a value: one, or those of a list or table with its brackets. */
  #collect(value: CifValueContent, where: string, depth: number, tokens: string[]): void {
    if (value.delimiter !== "list" && value.delimiter !== "table") {
      tokens.push(formatText(value.text, value.delimiter, this.#version, where));
      return;
    }
    if (this.#version === "1.1") throw unwritable(where, "CIF 1.1 has no lists and tables");
    if (depth >= deepest) throw unwritable(where, `it is nested more than ${deepest} deep`);
    if (value.delimiter === "list") {
      tokens.push("[");
      for (const item of value.items) this.#collect(item, where, depth + 1, tokens);
      tokens.push("]");
      return;
    }
    const keys = new Set<string>();
    tokens.push("{");
    for (const { key, value: content } of value.entries) {
      const name = key.text.normalize("NFC");
      if (keys.has(name)) throw unwritable(where, "a key of a table occurs twice");
      keys.add(name);
      tokens.push(`${formatKey(key.text, where)}:`);
      this.#collect(content, where, depth + 1, tokens);
    }
    tokens.push("}");
  }
}

/** A list or table on one line, `undefined` when it is too long for that. */
function joinOnLine(tokens: readonly string[]): string | undefined {
  let line = "";
  let isTight = true;
  for (const token of tokens) {
    if (token.includes("\n")) return undefined;
    const closes = token === "]" || token === "}";
    line += isTight || closes ? token : ` ${token}`;
    if (line.length > longestList) return undefined;
    isTight = token === "[" || token === "{" || token.endsWith(":");
  }
  return line;
}
