import { open } from "node:fs/promises";
import type { CommandIo } from "./commandIo.ts";

const signals = ["SIGINT", "SIGTERM"] as const;

/**
 * Connects the command line to the process that it runs in.
 *
 * @returns standard streams, file system and signals of this process
 *
 * @remarks
 * A second Ctrl-C ends the process at once. A reader of the pipe that leaves early (`| head`) is no
 * error: the work goes on, as its files may be what is wanted.
 */
export function createProcessIo(): CommandIo {
  const { stdout, stderr } = process;
  if (!stdout.listeners("error").includes(keepError)) stdout.on("error", keepError);
  return {
    openStdin: () => process.stdin,
    stdout,
    outputError: () => firstError,
    stderr,
    isTTY: stderr.isTTY,
    writeFile: writeDurably,
    onInterrupt: (listener) => {
      const release = (): void => {
        for (const name of signals) process.off(name, handle);
      };
      const handle = (): void => {
        release();
        listener();
      };
      for (const name of signals) process.on(name, handle);
      return release;
    },
  };
}

let firstError: Error | undefined;

function keepError(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") firstError ??= error;
}

async function writeDurably(path: string, contents: string | Uint8Array): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(contents);
    await file.sync();
  } finally {
    await file.close();
  }
}
