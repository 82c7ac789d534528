import cliProgress from "cli-progress";
import type { Writable } from "node:stream";
import { CliError } from "../cliError.ts";
import type { CommandContext } from "./commandContext.ts";
import type { CommandIo } from "./commandIo.ts";
import { createOutputError } from "./createOutputError.ts";
import { describeFileError } from "./describeFileError.ts";
import { formatDuration } from "./formatDuration.ts";
import type { Progress } from "./progress.ts";

/**
 * Makes what the commands work with.
 *
 * @param io - streams and files
 * @param signal - aborted by Ctrl-C
 * @returns the context, and `close`, which takes an unfinished bar from the screen
 * @throws {@link CliError} with code `CLI_WRITE_FAILED`, from `print`, when standard output does not
 *   take the line
 */
export function createContext(
  io: CommandIo,
  signal: AbortSignal,
): CommandContext & { close(): void } {
  let active: Progress | undefined;
  return {
    signal,
    showsProgress: io.isTTY,
    print: (line) => {
      try {
        io.stdout.write(`${line}\n`);
      } catch (cause) {
        throw createOutputError(cause);
      }
    },
    note: (line) => {
      // The bar draws itself anew below the line.
      io.stderr.write(`${active === undefined ? "" : "\r\u001b[K"}${line}\n`);
    },
    startProgress: (label, total) => {
      if (!io.isTTY) return silent;
      active?.stop();
      const bar = startBar(io.stderr, label, total);
      const progress: Progress = {
        update: (...state) => {
          bar.update(...state);
        },
        stop: () => {
          if (active === progress) active = undefined;
          bar.stop();
        },
      };
      active = progress;
      return progress;
    },
    readStandardInput: async () => {
      const chunks: Uint8Array[] = [];
      try {
        for await (const chunk of io.openStdin()) {
          chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
        }
      } catch (cause) {
        const message = `standard input: ${describeFileError(cause)}`;
        throw new CliError("CLI_READ_FAILED", message, { cause });
      }
      return Buffer.concat(chunks);
    },
    writeFile: (path, contents) => io.writeFile(path, contents),
    ...(io.trainingWorker === undefined ? {} : { trainingWorker: io.trainingWorker }),
    close: () => active?.stop(),
  };
}

const silent: Progress = { update: () => undefined, stop: () => undefined };

function startBar(stream: Writable, label: string, total: number): Progress {
  const bar = new cliProgress.SingleBar(
    {
      stream,
      format: "{label} {bar} {percentage} %  {left}{detail}",
      barsize: 30,
      clearOnComplete: true,
      hideCursor: true,
      gracefulExit: false, // signals are runFtcp's
      fps: 5,
    },
    cliProgress.Presets.shades_classic,
  );
  const start = performance.now();
  bar.start(total, 0, { label, left: "", detail: "" });
  return {
    update: (value, detail = "", secondsLeft) => {
      const spent = (performance.now() - start) / 1000;
      const seconds = secondsLeft ?? (value > 0 ? (spent * (total - value)) / value : Infinity);
      const left = Number.isFinite(seconds) ? `${formatDuration(seconds)} left` : "";
      bar.update(value, { left, detail: detail === "" ? "" : `  ${detail}` });
    },
    stop: () => {
      bar.stop();
    },
  };
}
