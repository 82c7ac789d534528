import { Writable } from "node:stream";
import type { CommandIo } from "../src/index.ts";

/** Streams that remember, and an interrupt that tests can pull. */
export interface CapturedIo {
  readonly io: Partial<CommandIo>;
  stdout(): string;
  stderr(): string;
  interrupt(): void;
}

/** Makes the outside world of one command in process. */
export function captureIo(
  options: Partial<CommandIo> = {},
  onNote: (text: string, interrupt: () => void) => void = () => undefined,
): CapturedIo {
  const out: string[] = [];
  const error: string[] = [];
  let listener: (() => void) | undefined;
  return {
    io: {
      stdout: collect(out),
      stderr: collect(error, (text) => {
        onNote(text, () => listener?.());
      }),
      isTTY: false,
      outputError: () => undefined,
      onInterrupt: (given) => {
        listener = given;
        return () => {
          listener = undefined;
        };
      },
      ...options,
    },
    stdout: () => out.join(""),
    stderr: () => error.join(""),
    interrupt: () => listener?.(),
  };
}

function collect(chunks: string[], onText: (text: string) => void = () => undefined): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      chunks.push(String(chunk));
      onText(String(chunk));
      done();
    },
  });
}
