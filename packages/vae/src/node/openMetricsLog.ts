import { open, type FileHandle } from "node:fs/promises";
import type { TrainingEvent } from "../training/trainingEvent.ts";
import { VaeError } from "../vaeError.ts";

/** A metrics log that is being written. */
export interface MetricsLog {
  /**
   * Writes what an event says: a line for `started`, `step` and `epoch`, none for the others. `started` first
   * takes away all lines after its step, which a resumed training writes again.
   *
   * @param event - of a training
   */
  add(event: TrainingEvent): Promise<void>;
  /** Waits until the disk has everything, and closes the file. */
  close(): Promise<void>;
}

/**
 * Opens the metrics log of a training: JSON Lines that plots can read, one object a line with `kind`
 * (`started`, `step` or `epoch`) and `step`, the steps done so far.
 *
 * @param path - the file, by custom `training.jsonl`
 * @returns the log; the caller closes it
 * @throws `VaeError` with code `VAE_WRITE_FAILED`, also from `add` and `close`
 *
 * @remarks
 * Every line is appended by one write, and after every epoch the disk is waited for. A line that a crash
 * cut off is taken away when the training is resumed, so the file never holds a step twice.
 *
 * @example
 * ```ts
 * const log = await openMetricsLog("run/training.jsonl");
 * for await (const event of trainVae(crystals, options)) await log.add(event);
 * await log.close();
 * ```
 */
export async function openMetricsLog(path: string): Promise<MetricsLog> {
  // Made if it is not there; kept if it is, until `started` tells what of it counts.
  const file = await guardWrite(path, async () => {
    await (await open(path, "a")).close();
    return open(path, "r+");
  });
  let end = 0;
  const append = async (entry: Readonly<Record<string, unknown>>): Promise<void> => {
    const bytes = Buffer.from(`${JSON.stringify(entry)}\n`);
    for (let done = 0; done < bytes.length;) {
      done += (await file.write(bytes, done, bytes.length - done, end + done)).bytesWritten;
    }
    end += bytes.length;
  };
  return {
    add: (event) =>
      guardWrite(path, async () => {
        switch (event.kind) {
          case "started":
            end = event.step === 0 ? 0 : await findEnd(file, event.step);
            await file.truncate(end);
            await append({ ...event });
            break;
          case "step":
            await append({ ...event });
            break;
          case "epoch":
            await append({ ...event });
            await file.datasync();
            break;
          default:
        }
      }),
    close: () =>
      guardWrite(path, async () => {
        try {
          await file.sync();
        } finally {
          await file.close();
        }
      }),
  };
}

/** Where the lines of the first `step` steps end. */
async function findEnd(file: FileHandle, step: number): Promise<number> {
  const text = await file.readFile();
  let end = 0;
  for (;;) {
    const next = text.indexOf(0x0a, end);
    if (next === -1) return end;
    const line = parseLine(text.toString("utf8", end, next));
    if (line?.step === undefined || line.step > step) return end;
    if (line.kind === "started" && line.step === step) return end; // resumed there once already
    end = next + 1;
  }
}

function parseLine(text: string): { readonly kind?: string; readonly step?: number } | undefined {
  try {
    return JSON.parse(text) as { readonly kind?: string; readonly step?: number };
  } catch {
    return undefined; // cut off or foreign: what comes after it does not count
  }
}

async function guardWrite<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new VaeError(
      "VAE_WRITE_FAILED",
      `${path} could not be written${code === undefined ? "" : ` (${code})`}`,
      { path, reason: code ?? null },
      { cause },
    );
  }
}
