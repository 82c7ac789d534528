import { describe, expect, it } from "@jest/globals";
import { Writable } from "node:stream";
import { createContext } from "./createContext.ts";
import { createProcessIo } from "./createProcessIo.ts";

/** Makes a stream that looks like a terminal, or does not, and remembers what it was sent. */
function createStream(isTTY: boolean): { stream: Writable; readonly text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  Object.assign(stream, { isTTY, columns: 100 });
  return { stream, text: () => chunks.join("") };
}

function start(isTTY: boolean): { text: string } {
  const { stream, text } = createStream(isTTY);
  const io = { ...createProcessIo(), stderr: stream, isTTY };
  const context = createContext(io, new AbortController().signal);
  const progress = context.startProgress("training", 10);
  progress.update(5, "epoch 1", 62);
  context.note("a warning");
  progress.stop();
  context.close();
  return { text: text() };
}

describe("createContext", () => {
  it("draws a bar with the time left on a terminal, and takes it away", () => {
    const { text } = start(true);
    expect(text).toContain("training");
    expect(text).toContain("\u001b[K"); // a line is cleared
    expect(text).toContain("a warning\n");
    expect(text).toContain("\u001b[?25h"); // the cursor is shown again
  });

  it("draws nothing in a pipe", () => {
    expect(start(false).text).toBe("a warning\n");
  });
});
