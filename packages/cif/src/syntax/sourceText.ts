import type { CifPlace } from "./cifPlace.ts";

/** Line starts are remembered for one place in so many characters; the rest is counted on demand. */
const checkpointSpacing = 512;

const lineFeed = 10;
const carriageReturn = 13;
const byteOrderMark = 0xfeff;

/**
 * A text, or a stretch of one, that knows the line and column of every offset.
 *
 * @remarks
 * Lines are counted only when somebody asks for a place: most files are read without that.
 *
 * @internal
 */
export class SourceText {
  /** The text that offsets refer to. */
  readonly text: string;
  /** Offset at which the stretch begins. */
  readonly from: number;
  /** Offset after the last character of the stretch. */
  readonly to: number;
  readonly #firstLine: number;
  readonly #firstColumn: number;
  /** Pairs of line number and offset of the line's first character, one pair a checkpoint. */
  #checkpoints: Int32Array | undefined;

  /**
   * Takes a stretch of a text.
   *
   * @param text - the text
   * @param from - offset of the first character
   * @param to - offset after the last character
   * @param firstLine - line of the first character, counted from 1
   * @param firstColumn - column of the first character, counted from 1
   */
  constructor(text: string, from = 0, to: number = text.length, firstLine = 1, firstColumn = 1) {
    this.text = text;
    this.from = from;
    this.to = to;
    this.#firstLine = firstLine;
    this.#firstColumn = firstColumn;
  }

  /**
   * The place of a character.
   *
   * @param offset - an offset in {@link SourceText.text}
   * @returns line and column, both counted from 1; the column in UTF-16 code units
   */
  locate(offset: number): CifPlace {
    const checkpoints = (this.#checkpoints ??= this.#count());
    const index = Math.min(
      Math.floor(Math.max(offset - this.from, 0) / checkpointSpacing),
      checkpoints.length / 2 - 1,
    );
    let line = checkpoints[2 * index] ?? 1;
    let lineStart = checkpoints[2 * index + 1] ?? this.from;
    const { text } = this;
    for (let position = this.from + index * checkpointSpacing; position < offset; position += 1) {
      if (endsLine(text, position)) {
        line += 1;
        lineStart = position + 1;
      }
    }
    return { line, column: offset - lineStart + 1 };
  }

  #count(): Int32Array {
    const { text, from, to } = this;
    const checkpoints = new Int32Array(2 * (Math.floor((to - from) / checkpointSpacing) + 1));
    let line = this.#firstLine;
    let lineStart = from - (this.#firstColumn - 1);
    // A byte order mark takes no column.
    if (from === 0 && text.charCodeAt(0) === byteOrderMark) lineStart = 1;
    let next = from;
    let index = 0;
    for (let position = from; position <= to; position += 1) {
      if (position === next) {
        checkpoints[index] = line;
        checkpoints[index + 1] = lineStart;
        index += 2;
        next += checkpointSpacing;
      }
      if (endsLine(text, position)) {
        line += 1;
        lineStart = position + 1;
      }
    }
    return checkpoints;
  }
}

/** True at LF, and at a CR that no LF follows. */
function endsLine(text: string, position: number): boolean {
  const code = text.charCodeAt(position);
  return (
    code === lineFeed || (code === carriageReturn && text.charCodeAt(position + 1) !== lineFeed)
  );
}
