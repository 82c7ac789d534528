import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A Python script that answers one line of JSON for each line of standard input. */
export interface PythonPeer {
  /** Sends one line and gives what the script answers. */
  ask(line: string): Promise<unknown>;
  /** Ends the script. */
  close(): void;
}

/**
 * Starts a Python script of the line protocol of `cifPeers.py`.
 *
 * The interpreter is `FTCP_PYTHON`, else `python3`; it needs what `bench/requirements.txt` lists.
 */
export function startPython(script: string, ...arguments_: readonly string[]): PythonPeer {
  const python = process.env["FTCP_PYTHON"] ?? "python3";
  const child = spawn(python, [script, ...arguments_], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const failed = new Promise<never>((_, reject) => {
    child.on("error", reject);
  });
  failed.catch(() => undefined);
  return {
    async ask(line) {
      child.stdin.write(`${line}\n`);
      const answer = await Promise.race([lines.next(), failed]);
      if (answer.done === true) {
        throw new Error(
          `${python} ended while it ran ${script}. The peers are installed by ` +
            "pip install -r bench/requirements.txt (FTCP_PYTHON names another interpreter).",
        );
      }
      return JSON.parse(answer.value) as unknown;
    },
    close() {
      child.stdin.end();
    },
  };
}
