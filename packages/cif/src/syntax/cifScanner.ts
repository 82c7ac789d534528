import type { CifErrorCode } from "../cifError.ts";
import type { DiagnosticLog } from "../diagnosticLog.ts";
import { isAllowedCharacter } from "./isAllowedCharacter.ts";
import { nameForm } from "./nameForm.ts";
import type { SourceText } from "./sourceText.ts";
import { tokenKind } from "./tokenKind.ts";
import { valueKind } from "./valueTape.ts";

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const doubleQuote = 34;
const hash = 35;
const dollar = 36;
const singleQuote = 39;
const point = 46;
const colon = 58;
const semicolon = 59;
const openBracket = 91;
const closeBracket = 93;
const underscore = 95;
const openBrace = 123;
const closeBrace = 125;
const deleteCharacter = 127;
const noBreakSpace = 0xa0;
const byteOrderMark = 0xfeff;

/** Marks the characters of ASCII that a name can hold. */
const inName = Uint8Array.from({ length: 128 }, (_, code) =>
  code > space && code < deleteCharacter ? 1 : 0,
);
/** Marks the characters of ASCII that a bare value of CIF 2.0 can hold. */
const inBareValue = inName.map((mark, code) =>
  code === openBracket || code === closeBracket || code === openBrace || code === closeBrace
    ? 0
    : mark,
);

/** What a character of ASCII says of a name that holds it. */
const formOfCharacter = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code === point) return nameForm.dot;
  return code >= 65 && code <= 90 ? nameForm.upperCase : 0;
});

/**
 * Splits CIF text into tokens, one at a time, in one pass over its characters.
 *
 * @remarks
 * A `;` opens a text field only in column 1, a `#` opens a comment only where a token could start; CR,
 * LF and CRLF all end a line. In CIF 1.1 a quote closes only before white space; in CIF 2.0 the first
 * one closes, and brackets are tokens. A token is a pair of offsets: no strings are made.
 *
 * @see Hall, Allen & Brown (1991), Acta Cryst. A47, 655; the CIF 1.1 grammar,
 * https://www.iucr.org/resources/cif/spec/version1.1/cifsyntax; for CIF 2.0 Bernstein et al. (2016),
 * J. Appl. Cryst. 49, 277
 *
 * @internal
 */
export class CifScanner {
  /** Kind of the current token, see {@link tokenKind}. */
  kind: number = tokenKind.end;
  /** Offset of the current token's first character, its delimiter included. */
  tokenStart = 0;
  /** Offset of the current token's content: without delimiter, `data_` or `save_`. */
  start = 0;
  /** Offset after the content. */
  end = 0;
  /** How the current value is written, see {@link valueKind}. */
  valueKind: number = valueKind.bare;
  /** What the letters of the current data name are like, see {@link nameForm}. */
  nameForm = 0;
  /** Whether a colon follows the current quoted value of CIF 2.0, as it does in keys of tables. */
  hasColon = false;
  /** Offset after the current token; may be set to go on from elsewhere. */
  position: number;

  readonly #source: SourceText;
  readonly #text: string;
  readonly #codes: Uint8Array;
  readonly #isVersion2: boolean;
  readonly #bareCharacters: Uint8Array;
  readonly #log: DiagnosticLog | undefined;
  /** Offset of the comment that ends the text. */
  #openComment: number | undefined;

  /**
   * Starts at the beginning of a text; call {@link CifScanner.advance} for the first token.
   *
   * @param source - the text; a stretch of one must end where a token starts
   * @param codes - the codes of its characters, see {@link takeCodes}
   * @param isVersion2 - whether the rules of CIF 2.0 hold
   * @param log - receives the repairs; without it they are made silently
   */
  constructor(
    source: SourceText,
    codes: Uint8Array,
    isVersion2: boolean,
    log: DiagnosticLog | undefined,
  ) {
    this.#source = source;
    this.#text = source.text;
    this.#codes = codes;
    this.#isVersion2 = isVersion2;
    this.#bareCharacters = isVersion2 ? inBareValue : inName;
    this.#log = log;
    this.position = source.from;
    if (source.from === 0 && source.text.charCodeAt(0) === byteOrderMark) this.position = 1;
  }

  /**
   * Moves to the next token.
   *
   * @returns its kind
   */
  advance(): number {
    const codes = this.#codes;
    const to = this.#source.to;
    let position = this.position;
    let code: number;
    for (;;) {
      if (position >= to) {
        this.position = to;
        this.tokenStart = to;
        this.start = to;
        this.end = to;
        return (this.kind = tokenKind.end);
      }
      code = codes[position] ?? 0;
      if (code > space) {
        if (code === hash) position = this.#comment(position);
        else if (code < deleteCharacter || !this.#isBlank(code)) break;
        else position = this.#skipInvalid(position);
      } else if (code === space || code === lineFeed || code === tab || code === carriageReturn) {
        position += 1;
      } else {
        position = this.#skipInvalid(position);
      }
    }
    this.tokenStart = position;
    if (code === underscore) return this.#tag(position);
    if (code === singleQuote || code === doubleQuote) return this.#quoted(position, code);
    if (code === semicolon && this.#isLineStart(position)) return this.#textField(position);
    return this.#word(position, code);
  }

  /**
   * Where the token, comment or white space begins that touches the end of the text.
   *
   * @returns an offset from which scanning may start anew when more text has come
   */
  unfinishedStart(): number {
    if (this.kind !== tokenKind.end) return this.tokenStart;
    // White space has no beginning that matters, but CR and LF belong together.
    return Math.max(this.#source.from, this.#openComment ?? this.position - 1);
  }

  /**
   * Reports a violation of the grammar.
   *
   * @param code - what was found
   * @param message - one sentence that says what was made of it
   * @param offset - where
   */
  report(code: CifErrorCode, message: string, offset: number): void {
    if (this.#log?.takesViolations !== true) return;
    this.#log.violation(code, message, this.#source.locate(offset));
  }

  /** A zero is the end of the text, or the character U+0000. */
  #isEnd(position: number): boolean {
    return position >= this.#text.length;
  }

  #isLineStart(position: number): boolean {
    if (position === this.#source.from) return true;
    const before = this.#text.charCodeAt(position - 1);
    return (
      before === lineFeed ||
      before === carriageReturn ||
      (before === byteOrderMark && position === 1)
    );
  }

  /** What lenient reading takes for white space beyond the ASCII kinds. */
  #isBlank(code: number): boolean {
    return code === deleteCharacter || (code === noBreakSpace && !this.#isVersion2);
  }

  #comment(from: number): number {
    const codes = this.#codes;
    let position = from + 1;
    let isPlain = true;
    for (;;) {
      const code = codes[position] ?? 0;
      if (code >= space && code < deleteCharacter) {
        position += 1;
      } else if (
        code === lineFeed ||
        code === carriageReturn ||
        (code === 0 && this.#isEnd(position))
      ) {
        break;
      } else {
        isPlain &&= code === tab;
        position += 1;
      }
    }
    if (!isPlain) this.#checkComment(from, position);
    if (position >= this.#source.to) this.#openComment = from;
    return position;
  }

  /** A comment is not part of the content: odd characters in it are worth a remark, no more. */
  #checkComment(from: number, to: number): void {
    if (this.#log?.takesRemarks !== true) return;
    const at = this.#firstInvalid(from, to);
    if (at < 0) return;
    this.#log.note(
      "info",
      "CIF_COMMENT_CHARACTER",
      `a comment holds the character ${codePoint(this.#text, at)}`,
      this.#source.locate(at),
    );
  }

  /** Skips a run of control characters between tokens. */
  #skipInvalid(from: number): number {
    const codes = this.#codes;
    const { to } = this.#source;
    let position = from + 1;
    while (position < to) {
      const code = codes[position] ?? 0;
      const isControl =
        code < space && code !== tab && code !== lineFeed && code !== carriageReturn;
      if (!isControl && !this.#isBlank(code)) break;
      position += 1;
    }
    this.report(
      "CIF_INVALID_CHARACTER",
      `the character ${codePoint(this.#text, from)} is not allowed; it is read as white space`,
      from,
    );
    return position;
  }

  #firstInvalid(from: number, to: number): number {
    for (let position = from; position < to; position += 1) {
      if (!isAllowedCharacter(this.#text, position, this.#isVersion2)) return position;
    }
    return -1;
  }

  /** Reports the first character of a token that may not stand in a CIF of this version. */
  #checkCharacters(from: number, to: number): void {
    if (this.#log?.takesViolations !== true) return;
    const at = this.#firstInvalid(from, to);
    if (at < 0) return;
    const where = this.#isVersion2 ? "a CIF" : "CIF 1.1, which is ASCII";
    this.report(
      "CIF_INVALID_CHARACTER",
      `the character ${codePoint(this.#text, at)} is not allowed in ${where}; it is kept`,
      at,
    );
  }

  /** Offset after the characters that a table marks, other than ASCII included. */
  #skip(from: number, characters: Uint8Array): number {
    const codes = this.#codes;
    let position = from;
    for (;;) {
      const code = codes[position] ?? 0;
      if (code < deleteCharacter) {
        if (characters[code] !== 1) return position;
      }
      position += 1;
    }
  }

  #tag(start: number): number {
    const codes = this.#codes;
    let position = start + 1;
    let code = codes[position] ?? 0;
    let form = 0;
    while (code > space && code < deleteCharacter) {
      form |= formOfCharacter[code] ?? 0;
      position += 1;
      code = codes[position] ?? 0;
    }
    if (code >= deleteCharacter) {
      // The rest of the name is not looked at so closely.
      form = nameForm.unknown;
      position = this.#skip(position, inName);
      this.#checkCharacters(start, position);
    }
    this.nameForm = form;
    this.start = start;
    this.end = position;
    this.position = position;
    return (this.kind = tokenKind.tag);
  }

  #word(start: number, first: number): number {
    const codes = this.#codes;
    const characters = this.#bareCharacters;
    let position = start;
    let code = first;
    while (code < deleteCharacter && characters[code] === 1) {
      position += 1;
      code = codes[position] ?? 0;
    }
    if (code >= deleteCharacter) {
      position = this.#skip(position, characters);
      this.#checkCharacters(start, position);
    }
    this.start = start;
    this.end = position;
    this.position = position;
    this.valueKind = valueKind.bare;
    this.hasColon = false;
    // Digits, signs and the point begin most values, and no keyword.
    if (first < 65 && first !== dollar) return (this.kind = tokenKind.value);
    return this.#keywordOrValue(start, first);
  }

  #keywordOrValue(start: number, first: number): number {
    const codes = this.#codes;
    const length = this.end - start;
    switch (first | 0x20) {
      case 0x64: // d
        if (length >= 5 && isWord(codes, start, "data_")) return this.#heading(tokenKind.data);
        break;
      case 0x6c: // l
        if (length === 5 && isWord(codes, start, "loop_")) return (this.kind = tokenKind.loop);
        break;
      case 0x73: // s
        if (length >= 5 && isWord(codes, start, "save_")) return this.#heading(tokenKind.save);
        if (length === 5 && isWord(codes, start, "stop_")) return (this.kind = tokenKind.stop);
        break;
      case 0x67: // g
        if (length === 7 && isWord(codes, start, "global_")) return (this.kind = tokenKind.global);
        break;
      case 0x5b | 0x20: // [ or {
      case 0x5d | 0x20: // ] or }
        if (this.#isVersion2 && first >= openBracket) return this.#bracket(start, first);
        break;
    }
    if (first === dollar || (!this.#isVersion2 && isSquareBracket(first))) {
      this.report(
        "CIF_RESERVED_WORD",
        `a bare value must not start with ${String.fromCharCode(first)}; it is kept as written`,
        start,
      );
    }
    return (this.kind = tokenKind.value);
  }

  /** `data_…` and `save_…`: the name may hold brackets in CIF 2.0 too. */
  #heading(kind: number): number {
    if (this.#isVersion2) {
      this.end = this.#skip(this.end, inName);
      this.position = this.end;
      this.#checkCharacters(this.start, this.end);
    }
    this.start += 5;
    return (this.kind = kind);
  }

  #bracket(start: number, first: number): number {
    this.end = start + 1;
    this.position = start + 1;
    if (first === openBracket) return (this.kind = tokenKind.openList);
    if (first === openBrace) return (this.kind = tokenKind.openTable);
    return (this.kind = first === closeBracket ? tokenKind.closeList : tokenKind.closeTable);
  }

  #quoted(start: number, quote: number): number {
    if (this.#isVersion2) {
      this.#quotedVersion2(start, quote);
      this.hasColon = this.#codes[this.position] === colon;
      if (this.hasColon) this.position += 1;
      return this.kind;
    }
    this.#quotedVersion1(start, quote);
    return (this.kind = tokenKind.value);
  }

  /** A quote closes before white space only, so that `'a dog's life'` is one value. */
  #quotedVersion1(start: number, quote: number): void {
    const codes = this.#codes;
    this.start = start + 1;
    this.valueKind = quote === singleQuote ? valueKind.single : valueKind.double;
    let position = start + 1;
    let isPlain = true;
    for (;;) {
      const code = codes[position] ?? 0;
      if (code === quote) {
        // At the end of the text follows a zero, which is not above the space either.
        if (!((codes[position + 1] ?? 0) > space)) break;
      } else if (!(code >= space && code < deleteCharacter)) {
        if (code === lineFeed || code === carriageReturn || (code === 0 && this.#isEnd(position))) {
          if (!isPlain) this.#checkCharacters(start, position);
          this.#unclosedQuote(start, position);
          return;
        }
        isPlain &&= code === tab;
      }
      position += 1;
    }
    if (!isPlain) this.#checkCharacters(start, position);
    this.end = position;
    this.position = position + 1;
  }

  #unclosedQuote(start: number, lineEnd: number): void {
    const codes = this.#codes;
    this.report(
      "CIF_UNCLOSED_QUOTE",
      "a quoted value is not closed on its line; the rest of the line is taken as its text",
      start,
    );
    let end = lineEnd;
    while (end > start + 1 && (codes[end - 1] ?? 0) <= space) end -= 1;
    this.end = end;
    this.position = lineEnd;
  }

  #quotedVersion2(start: number, quote: number): number {
    const codes = this.#codes;
    this.kind = tokenKind.value;
    if ((codes[start + 1] ?? 0) === quote && (codes[start + 2] ?? 0) === quote) {
      this.#tripleQuoted(start, quote);
      return this.kind;
    }
    this.start = start + 1;
    this.valueKind = quote === singleQuote ? valueKind.single : valueKind.double;
    let position = start + 1;
    let isPlain = true;
    for (;;) {
      const code = codes[position] ?? 0;
      if (code === quote) break;
      if (code === lineFeed || code === carriageReturn || (code === 0 && this.#isEnd(position))) {
        if (!isPlain) this.#checkCharacters(start, position);
        this.#unclosedQuote(start, position);
        return this.kind;
      }
      if (!(code >= space && code < deleteCharacter)) isPlain &&= code === tab;
      position += 1;
    }
    if (!this.#endsValue(position + 1)) {
      // By CIF 1.1 `'a dog's life'` is one value; many files that say 2.0 are written that way.
      this.report(
        "CIF_MISSING_SPACE",
        "no white space follows a closing quote; the value is read by the rules of CIF 1.1",
        position + 1,
      );
      this.#quotedVersion1(start, quote);
      return this.kind;
    }
    if (!isPlain) this.#checkCharacters(start, position);
    this.end = position;
    this.position = position + 1;
    return this.kind;
  }

  #tripleQuoted(start: number, quote: number): void {
    const codes = this.#codes;
    this.valueKind = quote === singleQuote ? valueKind.tripleSingle : valueKind.tripleDouble;
    this.start = start + 3;
    let position = start + 3;
    let isPlain = true;
    for (;;) {
      const code = codes[position] ?? 0;
      if (code === quote) {
        if ((codes[position + 1] ?? 0) === quote && (codes[position + 2] ?? 0) === quote) {
          break;
        }
      } else if (!(code >= space && code < deleteCharacter)) {
        if (code === 0 && this.#isEnd(position)) {
          this.report(
            "CIF_UNCLOSED_QUOTE",
            "a triple-quoted value is not closed; everything up to the end is taken as its text",
            start,
          );
          this.end = position;
          this.position = position;
          return;
        }
        isPlain &&= code === tab || code === lineFeed || code === carriageReturn;
      }
      position += 1;
    }
    if (!this.#endsValue(position + 3)) {
      this.report("CIF_MISSING_SPACE", "no white space follows three closing quotes", position + 3);
      // Of four quotes the last three close.
      while ((codes[position + 3] ?? 0) === quote) position += 1;
    }
    if (!isPlain) this.#checkCharacters(start, position);
    this.end = position;
    this.position = position + 3;
  }

  /** Whether what follows a delimited value of CIF 2.0 may follow it. */
  #endsValue(position: number): boolean {
    const code = this.#codes[position] ?? 0;
    return !(code > space) || code === closeBracket || code === closeBrace || code === colon;
  }

  #textField(start: number): number {
    const codes = this.#codes;
    this.kind = tokenKind.value;
    this.valueKind = valueKind.text;
    this.hasColon = false;
    this.start = start + 1;
    let position = start + 1;
    let isPlain = true;
    for (;;) {
      const code = codes[position] ?? 0;
      if (code >= space && code < deleteCharacter) {
        position += 1;
      } else if (code === lineFeed || code === carriageReturn) {
        const lineEnd = position;
        position += 1;
        if (code === carriageReturn && (codes[position] ?? 0) === lineFeed) position += 1;
        if ((codes[position] ?? 0) === semicolon) {
          if (!isPlain) this.#checkCharacters(start, lineEnd);
          this.end = lineEnd;
          this.position = position + 1;
          this.#checkAfterTextField(position + 1);
          return this.kind;
        }
      } else if (code === 0 && this.#isEnd(position)) {
        this.report(
          "CIF_UNCLOSED_TEXT_FIELD",
          "a text field is not closed; everything up to the end is taken as its text",
          start,
        );
        this.end = position;
        this.position = position;
        return this.kind;
      } else {
        isPlain &&= code === tab;
        position += 1;
      }
    }
  }

  #checkAfterTextField(position: number): void {
    const code = this.#codes[position] ?? 0;
    if (!(code > space) || (this.#isVersion2 && (code === closeBracket || code === closeBrace))) {
      return;
    }
    this.report(
      "CIF_MISSING_SPACE",
      "no white space follows the semicolon that closes a text field",
      position,
    );
  }
}

function isSquareBracket(code: number): boolean {
  return code === openBracket || code === closeBracket;
}

/** Whether a lower-case ASCII word stands at an offset, in any case. */
function isWord(codes: Uint8Array, start: number, word: string): boolean {
  for (let index = 0; index < word.length; index += 1) {
    const code = codes[start + index] ?? 0;
    const lower = code >= 65 && code <= 90 ? code + 32 : code;
    if (lower !== word.charCodeAt(index)) return false;
  }
  return true;
}

function codePoint(text: string, position: number): string {
  const code = text.codePointAt(position) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
