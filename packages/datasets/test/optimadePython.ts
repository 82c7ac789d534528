import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";

/** A running server of optimade-python-tools. */
export interface OptimadePython {
  /** Its address. */
  readonly url: string;
  /** Ends it. */
  stop(): Promise<void>;
}

/** Starts optimadeServer.py and waits until it listens. */
export async function startOptimadePython(
  python: string,
  crystals: string,
  step: number,
): Promise<OptimadePython> {
  const script = join(import.meta.dirname, "optimadeServer.py");
  const child: ChildProcess = spawn(python, [script, crystals, String(step)], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000);
  });
  const port = await new Promise<string>((resolve, reject) => {
    child.once("exit", () => {
      reject(new Error(`the server of optimade-python-tools ended: ${said}`));
    });
    child.once("error", reject);
    if (child.stdout === null) return;
    createInterface(child.stdout).on("line", (line) => {
      if (line.startsWith("PORT ")) resolve(line.slice(5));
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.stdin?.end();
      await ended;
    },
  };
}
