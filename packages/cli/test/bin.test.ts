import { describe, expect, it } from "@jest/globals";
import { writeCif } from "@ftcp/cif";
import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { rockSalt } from "./crystals.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

const bin = fileURLToPath(new URL("../bin/ftcp.js", import.meta.url));
const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const describeBuilt = existsSync(main) ? describe : describe.skip;
const at = useTemporaryFolder();

function spawn(...args: string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [bin, ...args], { encoding: "utf8" });
}

describeBuilt("bin/ftcp.js (needs a build)", () => {
  it("checks a CIF in a process of its own", async () => {
    await writeFile(at("NaCl.cif"), writeCif(rockSalt(5.64, "Na", "Cl")));
    const { status, stdout, stderr } = spawn("cif", "check", at("NaCl.cif"), "--json");
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, path: at("NaCl.cif") });
    expect(status).toBe(0);
  }, 60_000);

  it("passes on exit codes", () => {
    expect(spawn("cif", "check", at("none.cif")).status).toBe(1);
    const { status, stderr } = spawn("desing");
    expect(status).toBe(2);
    expect(stderr).toMatch(/^ftcp: CLI_USAGE: .*design.*\n$/u);
  }, 60_000);

  // Shells write results to files; the kernel's own full disk shows what happens there.
  (existsSync("/dev/full") ? it : it.skip)(
    "says so when standard output is full",
    () => {
      const full = openSync("/dev/full", "w");
      const { status, stderr } = spawnSync(process.execPath, [bin, "--help"], {
        encoding: "utf8",
        stdio: ["ignore", full, "pipe"],
      });
      closeSync(full);
      expect(status).toBe(2);
      expect(stderr).toBe("ftcp: CLI_WRITE_FAILED: standard output: the disk is full\n");
    },
    60_000,
  );
});
