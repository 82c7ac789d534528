import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { CifValue } from "./cifDocument.ts";

/** What a token is. */
export type TokenKind = "end" | "tag" | "value" | "data" | "loop" | "save" | "stop" | "global";

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const doubleQuote = 34;
const hash = 35;
const dollar = 36;
const singleQuote = 39;
const semicolon = 59;
const openBracket = 91;
const closeBracket = 93;
const underscore = 95;
const deleteCharacter = 127;
const noBreakSpace = 0xa0;
const byteOrderMark = 0xfeff;

/**
 * Splits CIF 1.1 text into tokens, one at a time, in one pass over its characters.
 *
 * @remarks
 * A `;` opens a text field only in column 1, a quote closes only before white space, a `#` opens a
 * comment only where a token could start; CR, LF and CRLF all end a line.
 *
 * @see Hall, Allen & Brown (1991), Acta Cryst. A47, 655; the CIF 1.1 grammar,
 * https://www.iucr.org/resources/cif/spec/version1.1/cifsyntax
 *
 * @internal
 */
export class CifScanner {
  /** Kind of the current token. */
  kind: TokenKind = "end";
  /** The current token: a tag, the content of a value, the name after `data_` or `save_`. */
  token = "";
  /** How the current value was written. */
  delimiter: CifValue["delimiter"] = "bare";
  /** Line of the current token, counted from 1. */
  line = 1;
  /** Column of the current token, counted from 1. */
  column = 1;

  readonly #text: string;
  readonly #log: DiagnosticLog;
  #position = 0;
  #currentLine = 1;
  #lineStart = 0;
  #controlCharacterReported = false;

  /**
   * Starts at the beginning of a text; call {@link CifScanner.advance} for the first token.
   *
   * @param text - the whole CIF
   * @param log - receives the repairs
   */
  constructor(text: string, log: DiagnosticLog) {
    this.#text = text;
    this.#log = log;
    if (text.charCodeAt(0) === byteOrderMark) {
      this.#position = 1;
      this.#lineStart = 1;
    }
  }

  /** Moves to the next token. */
  advance(): void {
    const text = this.#text;
    const end = text.length;
    let position = this.#position;
    for (;;) {
      if (position >= end) {
        this.#position = end;
        this.line = this.#currentLine;
        this.column = end - this.#lineStart + 1;
        this.kind = "end";
        this.token = "";
        return;
      }
      const code = text.charCodeAt(position);
      if (code === space || code === tab) {
        position += 1;
      } else if (code === lineFeed) {
        position += 1;
        this.#currentLine += 1;
        this.#lineStart = position;
      } else if (code === carriageReturn) {
        position += text.charCodeAt(position + 1) === lineFeed ? 2 : 1;
        this.#currentLine += 1;
        this.#lineStart = position;
      } else if (code === hash) {
        position = this.#endOfLine(position);
      } else if (code < space || code === deleteCharacter || code === noBreakSpace) {
        this.#reportControlCharacter(code, position);
        position += 1;
      } else {
        this.line = this.#currentLine;
        this.column = position - this.#lineStart + 1;
        this.#position = position;
        if (code === underscore) {
          this.kind = "tag";
          this.token = this.#bareToken(position);
        } else if (code === semicolon && position === this.#lineStart) {
          this.#textField(position);
        } else if (code === singleQuote || code === doubleQuote) {
          this.#quoted(position, code);
        } else {
          this.#word(position, code);
        }
        return;
      }
    }
  }

  #endOfLine(from: number): number {
    const text = this.#text;
    let position = from;
    while (position < text.length) {
      const code = text.charCodeAt(position);
      if (code === lineFeed || code === carriageReturn) break;
      position += 1;
    }
    return position;
  }

  #reportControlCharacter(code: number, position: number): void {
    // One remark is enough: such files hold thousands of them.
    if (this.#controlCharacterReported) return;
    this.#controlCharacterReported = true;
    this.#log.violation(
      "CIF_INVALID_CHARACTER",
      `the character U+${code.toString(16).padStart(4, "0").toUpperCase()} is not allowed; it is read as white space`,
      { line: this.#currentLine, column: position - this.#lineStart + 1 },
    );
  }

  /** Takes all characters up to white space. */
  #bareToken(start: number): string {
    const text = this.#text;
    let position = start + 1;
    while (text.charCodeAt(position) > space) position += 1;
    this.#position = position;
    return text.slice(start, position);
  }

  #word(start: number, first: number): void {
    const word = this.#bareToken(start);
    this.kind = "value";
    this.delimiter = "bare";
    this.token = word;
    // Only words that begin with D, L, S or G can be keywords.
    switch (first | 0x20) {
      case 0x64: // d
        if (word.length >= 5 && word.slice(0, 5).toLowerCase() === "data_") {
          this.kind = "data";
          this.token = word.slice(5);
        }
        break;
      case 0x6c: // l
        if (word.length === 5 && word.toLowerCase() === "loop_") this.kind = "loop";
        break;
      case 0x73: // s
        if (word.length < 5) break;
        if (word.slice(0, 5).toLowerCase() === "save_") {
          this.kind = "save";
          this.token = word.slice(5);
        } else if (word.length === 5 && word.toLowerCase() === "stop_") {
          this.kind = "stop";
        }
        break;
      case 0x67: // g
        if (word.length === 7 && word.toLowerCase() === "global_") this.kind = "global";
        break;
    }
    if (first === dollar || first === openBracket || first === closeBracket) {
      this.#log.violation(
        "CIF_RESERVED_WORD",
        `a bare value must not start with ${String.fromCharCode(first)}; it is kept as written`,
        this,
      );
    }
  }

  #quoted(start: number, quote: number): void {
    const text = this.#text;
    const end = text.length;
    this.kind = "value";
    this.delimiter = quote === singleQuote ? "single" : "double";
    let position = start + 1;
    while (position < end) {
      const code = text.charCodeAt(position);
      if (code === quote) {
        // At the end of the text charCodeAt gives NaN, which is not above the space either.
        if (!(text.charCodeAt(position + 1) > space)) {
          this.token = text.slice(start + 1, position);
          this.#position = position + 1;
          return;
        }
      } else if (code === lineFeed || code === carriageReturn) {
        break;
      }
      position += 1;
    }
    this.#log.violation(
      "CIF_UNCLOSED_QUOTE",
      "a quoted value is not closed on its line; the rest of the line is taken as its text",
      this,
    );
    this.token = text.slice(start + 1, position).trimEnd();
    this.#position = position;
  }

  #textField(start: number): void {
    const text = this.#text;
    const end = text.length;
    this.kind = "value";
    this.delimiter = "text";
    let hasCarriageReturn = false;
    let position = start + 1;
    while (position < end) {
      const code = text.charCodeAt(position);
      if (code !== lineFeed && code !== carriageReturn) {
        position += 1;
        continue;
      }
      const lineEnd = position;
      if (code === carriageReturn) {
        hasCarriageReturn = true;
        if (text.charCodeAt(position + 1) === lineFeed) position += 1;
      }
      position += 1;
      this.#currentLine += 1;
      this.#lineStart = position;
      if (text.charCodeAt(position) === semicolon) {
        this.#position = position + 1;
        this.#setFieldText(text.slice(start + 1, lineEnd), hasCarriageReturn);
        return;
      }
    }
    this.#log.violation(
      "CIF_UNCLOSED_TEXT_FIELD",
      "a text field is not closed; everything up to the end is taken as its text",
      this,
    );
    this.#position = end;
    this.#setFieldText(text.slice(start + 1), hasCarriageReturn);
  }

  #setFieldText(content: string, hasCarriageReturn: boolean): void {
    this.token = hasCarriageReturn ? content.replaceAll(/\r\n?/gu, "\n") : content;
  }
}
