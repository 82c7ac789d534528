import type { CifPlace } from "../syntax/cifPlace.ts";

/** A word of a line. */
export interface Word extends CifPlace {
  /** The word. */
  readonly text: string;
}

/**
 * The words of a line, separated by white space.
 *
 * @param text - the line
 * @param line - its number, from 1
 * @returns the words with their places
 * @internal
 */
export function splitWords(text: string, line: number): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(/\S+/gu)) {
    words.push({ text: match[0], line, column: match.index + 1 });
  }
  return words;
}
