import type { Browser } from "playwright-core";
import { findChromium } from "./findChromium.ts";

/**
 * Starts the installed Chromium without a window and with a profile of its own.
 *
 * @param args - further arguments of the browser
 */
export async function openChromium(args: readonly string[] = []): Promise<Browser> {
  // Only here: most tests need no browser, and the module is large.
  const { chromium } = await import("playwright-core");
  return chromium.launch({ executablePath: findChromium() ?? "chromium", args: [...args] });
}
