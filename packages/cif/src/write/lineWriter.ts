/** Longest line of a CIF. */
const longestLine = 2048;

/**
 * Puts tokens on lines: a space or a line end between any two, no line too long.
 *
 * @internal
 */
export class LineWriter {
  readonly #parts: string[] = [];
  #column = 0;

  /**
   * Adds a line of its own.
   *
   * @param content - the line
   */
  line(content: string): void {
    this.endLine();
    this.#parts.push(content, "\n");
  }

  /** Ends the current line, if there is one. */
  endLine(): void {
    if (this.#column > 0) this.#parts.push("\n");
    this.#column = 0;
  }

  /**
   * Adds a token.
   *
   * @param token - the token; one that begins with a line feed is a text field
   */
  token(token: string): void {
    const isField = token.startsWith("\n");
    const firstEnd = token.indexOf("\n", 1);
    const width = firstEnd < 0 ? token.length : firstEnd;
    if (isField) {
      this.endLine();
      this.#parts.push(token.slice(1), "\n");
      return;
    }
    if (this.#column > 0) {
      if (this.#column + 1 + width > longestLine) {
        this.endLine();
      } else {
        this.#parts.push(" ");
        this.#column += 1;
      }
    }
    this.#parts.push(token);
    this.#column =
      firstEnd < 0 ? this.#column + token.length : token.length - token.lastIndexOf("\n") - 1;
  }

  /**
   * All lines.
   *
   * @returns the text
   */
  text(): string {
    this.endLine();
    return this.#parts.join("");
  }
}
