import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { createDirectory } from "../files/createDirectory.ts";
import { readIfThere } from "../files/readIfThere.ts";
import { writeFiles } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";

/** How long a training took. */
export interface TrainingTime {
  /** Wall time in seconds. */
  readonly seconds: number;
  /** Time of all threads of the process on a processor in seconds; says more on a machine in use. */
  readonly processorSeconds: number;
}

/**
 * Where an interrupted training of a table goes on from: its checkpoint and the time that it took so far.
 */
export class TrainingCheckpoint {
  readonly #path: string;
  readonly #context: CommandContext;
  readonly #start = performance.now();
  readonly #startUsage = process.cpuUsage();
  #before: TrainingTime = { seconds: 0, processorSeconds: 0 };

  /**
   * @param path - the file, without extension
   * @param context - does the writing
   */
  constructor(path: string, context: CommandContext) {
    this.#path = path;
    this.#context = context;
  }

  /** Time that the training took, with what it took before it was interrupted. */
  get time(): TrainingTime {
    const { user, system } = process.cpuUsage(this.#startUsage);
    return {
      seconds: this.#before.seconds + (performance.now() - this.#start) / 1000,
      processorSeconds: this.#before.processorSeconds + (user + system) / 1e6,
    };
  }

  /**
   * Trains, from the checkpoint if there is one.
   *
   * @param train - trains, from the bytes given
   * @returns what the training gives
   *
   * @remarks
   * A checkpoint of other crystals or settings, or a damaged one, is named; the training then begins anew
   * and writes over it.
   */
  async goOn<T>(train: (resume: { readonly resume?: Uint8Array }) => Promise<T>): Promise<T> {
    const bytes = await readIfThere(`${this.#path}.safetensors`);
    const time = await readIfThere(`${this.#path}.json`);
    if (bytes === undefined || time === undefined) return train({});
    try {
      this.#before = JSON.parse(new TextDecoder().decode(time)) as TrainingTime;
      const result = await train({ resume: bytes });
      return result;
    } catch (error) {
      const code = String((error as { readonly code?: unknown }).code);
      if (!(error instanceof SyntaxError) && !unusable.test(code)) throw error;
      this.#context.note(`${this.#path}.safetensors: cannot go on from it (${code}); anew`);
      this.#before = { seconds: 0, processorSeconds: 0 };
      return train({});
    }
  }

  /**
   * Keeps where the training stands.
   *
   * @param bytes - its checkpoint
   */
  async save(bytes: Uint8Array): Promise<void> {
    await createDirectory(dirname(this.#path));
    await writeFiles(
      [
        { path: `${this.#path}.safetensors`, contents: bytes },
        { path: `${this.#path}.json`, contents: JSON.stringify(this.time) },
      ],
      this.#context,
    );
  }

  /** Removes the files of a training that is done. */
  async remove(): Promise<void> {
    await rm(`${this.#path}.safetensors`, { force: true });
    await rm(`${this.#path}.json`, { force: true });
  }
}

const unusable = /_(CHECKPOINT_MISMATCH|MODEL_DAMAGED|MODEL_VERSION)$/u;
