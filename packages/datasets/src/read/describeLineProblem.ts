import type { TextLine } from "../source/splitLines.ts";

/**
 * Says what is wrong with a line that is no text.
 *
 * @param problem - the mark of the line
 * @returns a sentence for people
 */
export function describeLineProblem(problem: NonNullable<TextLine["problem"]>): string {
  return problem === "DATASETS_LINE_TOO_LONG"
    ? "the line is longer than maxLineBytes"
    : "the line is not valid UTF-8";
}
