#!/usr/bin/env node
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const main = new URL("../dist/main.js", import.meta.url);
if (existsSync(fileURLToPath(main))) {
  const { runFtcp } = await import(main.href);
  process.exitCode = await runFtcp(process.argv.slice(2));
} else {
  process.stderr.write("ftcp: not built yet; run `npm run build` in the repository root first\n");
  process.exitCode = 2;
}
