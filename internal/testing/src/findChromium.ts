import { execFileSync } from "node:child_process";

let found: string | undefined;

/** The name of an installed Chromium or Chrome; undefined where there is none. */
export function findChromium(): string | undefined {
  found ??= ["chromium", "chromium-browser", "google-chrome"].find((name) => {
    try {
      execFileSync(name, ["--version"], { stdio: "ignore" });
      return true;
    } catch {
      return false; // not installed under this name
    }
  });
  return found;
}
