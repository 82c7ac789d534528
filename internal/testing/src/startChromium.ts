import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findChromium } from "./findChromium.ts";

/** A Chromium that runs. */
export interface RunningChromium {
  /** Its first process. */
  readonly browser: ChildProcess;
  /** Rejects when the browser ends, which it should not do by itself. */
  readonly ended: Promise<never>;
  /** Ends the browser and removes its profile. */
  readonly close: () => Promise<void>;
}

/**
 * Starts Chromium without a window and with a profile of its own.
 *
 * @param args - further arguments of the browser
 * @param stdio - its standard streams and pipes
 */
export async function startChromium(
  args: readonly string[],
  stdio: StdioOptions = "ignore",
): Promise<RunningChromium> {
  const profile = await mkdtemp(join(tmpdir(), "ftcp-chromium-"));
  const usual = ["--headless", "--no-sandbox", `--user-data-dir=${profile}`];
  const browser = spawn(findChromium() ?? "", [...usual, ...args], { stdio });
  const exit = new Promise((resolve) => browser.once("exit", resolve));
  const ended = exit.then((code) =>
    Promise.reject(new Error(`the browser ended by itself: ${String(code)}`)),
  );
  ended.catch(() => undefined); // not everybody waits for it
  return {
    ...{ browser, ended },
    async close() {
      browser.kill();
      await exit;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
