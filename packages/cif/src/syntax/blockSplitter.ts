import { takeCodes } from "./characterCodes.ts";
import { CifScanner } from "./cifScanner.ts";
import { SourceText } from "./sourceText.ts";
import { tokenKind } from "./tokenKind.ts";

const carriageReturn = 13;
const lineFeed = 10;
const byteOrderMark = 0xfeff;

/** So much of a block that is longer than the limit is kept, to name it. */
const keptBeginning = 4096;
/** So much at both ends of a token that is longer than the limit is kept, to find its end. */
const keptEnds = 16;

/**
 * A data block, or what stands before the first one, as a stretch of text.
 *
 * @internal
 */
export interface BlockText {
  /** The stretch; only its beginning when it is too long. */
  readonly source: SourceText;
  /** The codes of the characters of the text that the stretch is of. */
  readonly codes: Uint8Array;
  /** Whether the block is longer than the limit. */
  readonly isTooLong: boolean;
}

/**
 * Cuts a text that comes in pieces before each `data_…`.
 *
 * @remarks
 * The same scanner as in reading finds the tokens, so a `data_` inside quotes or a text field cuts
 * nothing. A token that the text so far does not end is scanned again when the text has at least
 * doubled, so the work grows linearly with the text whatever the size of the pieces. Of a block that
 * is longer than the limit everything but the token at hand is thrown away.
 *
 * @internal
 */
export class BlockSplitter {
  readonly #isVersion2: boolean;
  readonly #maxLength: number;
  #text = "";
  #pieces: string[] = [];
  #pendingLength = 0;
  /** Where the current block begins in the text, and its place. */
  #from = 0;
  #line = 1;
  #column = 1;
  /** Where scanning goes on. */
  #position = 0;
  /** The beginning of the current block, if it is longer than the limit. */
  #tooLong: SourceText | undefined;

  /**
   * Starts with the first piece.
   *
   * @param text - the first piece: at least the first line
   * @param isVersion2 - whether the rules of CIF 2.0 hold
   * @param maxLength - the longest block that is kept whole
   */
  constructor(text: string, isVersion2: boolean, maxLength: number) {
    this.#isVersion2 = isVersion2;
    this.#maxLength = maxLength;
    this.push(text);
    if (text.charCodeAt(0) === byteOrderMark) {
      this.#position = 1;
      this.#column = 0;
    }
  }

  /**
   * Takes the next piece.
   *
   * @param piece - more text
   */
  push(piece: string): void {
    this.#pieces.push(piece);
    this.#pendingLength += piece.length;
  }

  /**
   * The blocks that the text so far completes.
   *
   * @param isEnd - whether no more pieces come
   * @returns one block after the other; ends when more text is needed
   */
  *blocks(isEnd: boolean): Generator<BlockText, void, undefined> {
    const rest = this.#text.length - this.#from;
    // Short pieces wait until they are worth copying and scanning again what is here already.
    if (
      !isEnd &&
      this.#pendingLength < rest &&
      (this.#pendingLength === 0 || rest + this.#pendingLength <= this.#maxLength)
    ) {
      return;
    }
    this.#join();
    const end = this.#text.length;
    const codes = takeCodes(this.#text);
    const source = new SourceText(this.#text);
    const scanner = new CifScanner(source, codes, this.#isVersion2, undefined);
    scanner.position = this.#position;
    for (;;) {
      const kind = scanner.advance();
      // What touches the end of the text may go on in the next piece.
      if (kind === tokenKind.end || (!isEnd && scanner.position >= end)) break;
      this.#position = scanner.position;
      if (kind === tokenKind.data && scanner.tokenStart > this.#from) {
        yield* this.#take(scanner.tokenStart, codes);
      }
    }
    if (isEnd) yield* this.#take(end, codes);
    else if (end - this.#from > this.#maxLength) this.#shorten(scanner.unfinishedStart());
  }

  #join(): void {
    if (this.#pieces.length === 0) return;
    this.#text = [this.#text.slice(this.#from), ...this.#pieces].join("");
    this.#position -= this.#from;
    this.#from = 0;
    this.#pieces = [];
    this.#pendingLength = 0;
  }

  /** Hands out the text up to an offset as a block. */
  *#take(to: number, codes: Uint8Array): Generator<BlockText, void, undefined> {
    const source = new SourceText(this.#text, this.#from, to, this.#line, this.#column);
    const beginning = this.#tooLong;
    this.#tooLong = undefined;
    this.#countLines(this.#from, to);
    this.#from = to;
    if (beginning !== undefined) yield { source: beginning, codes, isTooLong: true };
    else if (source.to > source.from) {
      yield { source, codes, isTooLong: source.to - source.from > this.#maxLength };
    }
  }

  #countLines(from: number, to: number): void {
    const text = this.#text;
    for (let position = from; position < to; position += 1) {
      const code = text.charCodeAt(position);
      if (
        code === lineFeed ||
        (code === carriageReturn && text.charCodeAt(position + 1) !== lineFeed)
      ) {
        this.#line += 1;
        this.#column = 1;
      } else {
        this.#column += 1;
      }
    }
  }

  /**
   * Throws away what is not needed to find the end of a block that is longer than the limit.
   *
   * @param unfinished - offset of the token or comment at the end of the text
   */
  #shorten(unfinished: number): void {
    const text = this.#text;
    if (this.#tooLong === undefined) {
      const beginning = text.slice(this.#from, this.#from + keptBeginning);
      this.#tooLong = new SourceText(beginning, 0, beginning.length, this.#line, this.#column);
    }
    // The character before a token tells whether it begins a line.
    const keptFrom = Math.max(unfinished - 1, this.#from);
    let kept = text.slice(keptFrom);
    this.#countLines(this.#from, keptFrom);
    if (kept.length > 4 * keptEnds) {
      // Between the ends of the token comes a character that ends no token.
      const shortened = `${kept.slice(0, keptEnds)}x${kept.slice(-keptEnds)}`;
      this.#line += linesIn(kept) - linesIn(shortened);
      kept = shortened;
    }
    this.#text = kept;
    this.#position = unfinished - keptFrom;
    this.#from = 0;
  }
}

function linesIn(text: string): number {
  let lines = 0;
  for (let position = 0; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (code === lineFeed) lines += 1;
    else if (code === carriageReturn && text.charCodeAt(position + 1) !== lineFeed) lines += 1;
  }
  return lines;
}
