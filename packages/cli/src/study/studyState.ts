import type { DesignCheckpoint } from "@ftcp/sampling";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { CliError } from "../cliError.ts";
import { writeFiles } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";

/** A run that is finished. */
export interface FinishedRun {
  /** Its name. */
  readonly name: string;
  /** Whether as many designs were found as asked for. */
  readonly isComplete: boolean;
  /** The formulas of its designs, which are not new for later runs. */
  readonly formulas: readonly string[];
}

/** How far a study has come. */
export interface StudyState {
  /** Tells the study from others: its settings and its model. */
  readonly fingerprint: string;
  /** The runs whose results are written. */
  readonly finished: readonly FinishedRun[];
  /** How far the run after them has come. */
  readonly checkpoint?: DesignCheckpoint;
}

const stateFormat = "ftcp-study-2";

/** Name of the state file in the folder of a study; it is there while the study is not finished. */
export const stateFile = ".ftcp-study.state";

/**
 * Writes how far a study has come, whole or not at all.
 *
 * @param out - folder of the study
 * @param state - how far it has come
 * @param context - does the writing
 * @throws {@link CliError} with code `CLI_WRITE_FAILED`
 */
export async function writeStudyState(
  out: string,
  state: StudyState,
  context: CommandContext,
): Promise<void> {
  const contents = serialize({ format: stateFormat, ...state });
  await writeFiles([{ path: join(out, stateFile), contents }], context);
}

/**
 * Reads how far a study had come when it was stopped.
 *
 * @param out - folder of the study
 * @param fingerprint - of the study that shall go on
 * @returns its state
 * @throws {@link CliError} with code `CLI_NO_CHECKPOINT` when there is none, or it cannot be read, or
 *   it is that of a study with other settings or another model
 */
export async function readStudyState(out: string, fingerprint: string): Promise<StudyState> {
  const path = join(out, stateFile);
  let state: unknown;
  try {
    state = deserialize(await readFile(path));
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    const why = isMissing ? "there is no unfinished study to resume" : "it cannot be read";
    throw new CliError("CLI_NO_CHECKPOINT", `${path}: ${why}`, { cause, path });
  }
  const { format, ...rest } = state as StudyState & { readonly format?: unknown };
  if (format !== stateFormat) {
    throw new CliError("CLI_NO_CHECKPOINT", `${path}: it is of another version`, { path });
  }
  if (rest.fingerprint !== fingerprint) {
    const message = `${path}: the unfinished study has other settings or another model`;
    throw new CliError("CLI_NO_CHECKPOINT", message, { path });
  }
  return rest;
}

/**
 * Removes the state of a finished study.
 *
 * @param out - folder of the study
 */
export async function removeStudyState(out: string): Promise<void> {
  await rm(join(out, stateFile), { force: true });
}
