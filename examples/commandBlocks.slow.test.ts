import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import {
  blocksOf,
  folderOf,
  guides,
  nameOf,
  removeFolders,
  repository,
  run,
  runCode,
} from "./pageBlocks.ts";

jest.setTimeout(300_000); // trainings and designs of their own

afterAll(removeFolders);

const command = join(repository, "packages/cli/bin/ftcp.js");
const isBuilt = existsSync(join(repository, "packages/cli/dist/main.js"));
(isBuilt ? describe : describe.skip)("commands on the guides (need a build)", () => {
  const running = guides.flatMap((page) => blocksOf(page, "sh")).filter(({ runs }) => runs);
  beforeAll(async () => {
    // What a command reads, code above it may have written.
    for (const page of new Set(running.map((block) => block.page))) {
      for (const block of blocksOf(page, "ts").filter(({ runs }) => runs)) await runCode(block);
    }
  });
  it.each(running.map((block) => [nameOf(block), block] as const))(
    "run, %s",
    async (_place, { page, code }) => {
      // A design may find fewer than asked for, which a toy model does: exit code 3. Of a screening some latents are
      // no crystals: 1.
      const script = `set -e
        ftcp() {
          local code=0
          "${process.execPath}" "${command}" "$@" || code=$?
          test $code = 0 || test "$1 $code" = "design 3" || test "$1 $code" = "screen 1"
        }
        npx() { "$@"; }
        ${code}`;
      await expect(run("bash", ["-c", script], { cwd: folderOf(page) })).resolves.toBeDefined();
    },
  );
});
