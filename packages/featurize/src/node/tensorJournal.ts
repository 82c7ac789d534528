import { readFile, type FileHandle } from "node:fs/promises";

import { FeaturizeError } from "../featurizeError.ts";
import type { WrittenEntry } from "./writtenEntry.ts";

/** What a run must have in common with the one that it continues; JSON. */
export interface JournalHeader {
  readonly kind: "ftcp-tensor-journal";
  readonly version: 1;
  readonly format: string;
  readonly blockSize: number;
  readonly layout: unknown;
  readonly run: unknown;
}

/** A state of the file that is safely on the disk; one line of the journal. */
export interface JournalCheckpoint {
  /** Size of the file. */
  readonly bytes: number;
  /** Items since the checkpoint before. */
  readonly entries: readonly WrittenEntry[];
  /** What the encoder must remember. */
  readonly encoder: unknown;
}

/**
 * Reads a journal: the checkpoints of the run that it belongs to, none when there is no journal.
 *
 * @throws FeaturizeError with code `FEATURIZE_RESUME_MISMATCH` when it is of another run or damaged
 */
export async function readJournal(
  path: string,
  header: JournalHeader,
): Promise<JournalCheckpoint[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if (isMissing(cause)) return [];
    throw new FeaturizeError(
      "FEATURIZE_READ_FAILED",
      `${path}: cannot be read`,
      { file: path },
      { cause },
    );
  }
  // A line that was not finished is a checkpoint that was not reached.
  const lines = text.split("\n").slice(0, -1);
  const [first, ...rest] = lines;
  if (first === undefined) return [];
  const mismatch = (what: string, cause?: unknown): FeaturizeError =>
    new FeaturizeError(
      "FEATURIZE_RESUME_MISMATCH",
      `${path}: ${what}`,
      { file: path },
      cause === undefined ? {} : { cause },
    );
  if (first !== JSON.stringify(header)) {
    throw mismatch("of a run with other data, another layout or another format");
  }
  return rest.map((line, index) => {
    try {
      return JSON.parse(line) as JournalCheckpoint;
    } catch (cause) {
      throw mismatch(`line ${index + 2} is damaged`, cause);
    }
  });
}

/** Adds a line and waits until the disk has it. */
export async function appendToJournal(
  journal: FileHandle,
  line: JournalHeader | JournalCheckpoint,
): Promise<void> {
  await journal.appendFile(`${JSON.stringify(line)}\n`);
  await journal.datasync();
}

/** Tells "no such file" from other errors of the system. */
export function isMissing(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "ENOENT";
}
