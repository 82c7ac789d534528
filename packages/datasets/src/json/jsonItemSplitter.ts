import { DatasetError } from "../datasetError.ts";

/** A piece of a JSON text that is whole. */
export interface JsonPiece {
  /** Name of the member of the outermost object that it belongs to; absent in an outermost list. */
  readonly key: string | undefined;
  /** Whether it is an item of a list (the outermost, or that of the member) and not the member itself. */
  readonly isItem: boolean;
  /** Its JSON text. */
  readonly text: string;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Cuts a JSON text into the items of its outermost list, or into the members of its outermost object and the
 * items of some of these, without holding more than one.
 */
export class JsonItemSplitter {
  readonly #maxLength: number;
  readonly #streamed: ReadonlySet<string>;
  #root: "" | "[" | "{" = "";
  #isDone = false;
  #depth = 0; // of open brackets within the piece
  #isString = false;
  #isEscaped = false;
  #parts: string[] = []; // of the piece that has begun
  #length = 0;
  #key: string | undefined; // of the member whose value comes
  #list = false; // inside a list whose items are given one by one

  /**
   * @param streamed - members whose lists are given item by item
   * @param maxLength - longest piece, in UTF-16 units
   */
  constructor(streamed: ReadonlySet<string>, maxLength: number) {
    this.#streamed = streamed;
    this.#maxLength = maxLength;
  }

  /**
   * @param text - the next part of the text
   * @returns the pieces that end in it
   * @throws DatasetError with code `DATASETS_DAMAGED_FILE` when the text is no JSON list or object,
   *   `DATASETS_LINE_TOO_LONG` when a piece is too long
   */
  push(text: string): JsonPiece[] {
    const pieces: JsonPiece[] = [];
    let start = 0; // of the part of the current piece that lies in this text
    const finish = (end: number): void => {
      this.#parts.push(text.slice(start, end));
      const whole = this.#parts.join("").trim();
      this.#parts = [];
      this.#length = 0;
      start = end + 1;
      if (whole === "") return;
      if (this.#root === "{" && !this.#list && this.#key === undefined) throw noJson();
      pieces.push({ key: this.#key, isItem: this.#list || this.#root === "[", text: whole });
    };
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (this.#isString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (code === BACKSLASH) this.#isEscaped = true;
        else if (code === QUOTE) this.#isString = false;
        continue;
      }
      if (code === QUOTE) {
        this.#isString = true;
        continue;
      }
      const character = text[i] ?? "";
      if (this.#root === "") {
        if (/[\s\uFEFF]/u.test(character)) continue;
        if (character !== "[" && character !== "{") throw noJson();
        this.#root = character;
        start = i + 1;
      } else if (this.#isDone) {
        if (!/\s/u.test(character)) throw noJson();
      } else if (character === "[" || character === "{") {
        const isStreamed = this.#key !== undefined && this.#streamed.has(this.#key);
        const isFirst = (this.#parts.join("") + text.slice(start, i)).trim() === "";
        if (this.#depth === 0 && !this.#list && character === "[" && isStreamed && isFirst) {
          this.#list = true;
          start = i + 1;
        } else {
          this.#depth += 1;
        }
      } else if (character === "]" || character === "}") {
        if (this.#depth > 0) this.#depth -= 1;
        else if (this.#list) {
          finish(i);
          this.#list = false;
        } else {
          finish(i);
          this.#isDone = true;
          start = i + 1;
        }
      } else if (this.#depth > 0) {
        continue;
      } else if (character === ",") {
        finish(i);
        if (!this.#list) this.#key = undefined;
      } else if (character === ":" && this.#root === "{" && this.#key === undefined) {
        this.#parts.push(text.slice(start, i));
        this.#key = parseKey(this.#parts.join(""));
        this.#parts = [];
        this.#length = 0;
        start = i + 1;
      }
    }
    if (!this.#isDone && this.#root !== "") {
      const rest = text.slice(start);
      this.#parts.push(rest);
      this.#length += rest.length;
      if (this.#length > this.#maxLength) {
        const message = "an item of the JSON is longer than maxLineBytes";
        throw new DatasetError("DATASETS_LINE_TOO_LONG", message);
      }
    }
    return pieces;
  }

  /** @throws DatasetError with code `DATASETS_DAMAGED_FILE` when the text has not come to its end */
  end(): void {
    if (this.#isDone) return;
    throw new DatasetError(
      "DATASETS_DAMAGED_FILE",
      this.#root === ""
        ? "the file is empty"
        : "the JSON breaks off, so it was not copied to its end",
    );
  }
}

function parseKey(text: string): string {
  try {
    const key: unknown = JSON.parse(text);
    if (typeof key === "string") return key;
  } catch (cause) {
    throw new DatasetError("DATASETS_DAMAGED_FILE", "the text is no JSON", {}, { cause });
  }
  throw noJson();
}

function noJson(): DatasetError {
  return new DatasetError("DATASETS_DAMAGED_FILE", "the text is no JSON list or object");
}
