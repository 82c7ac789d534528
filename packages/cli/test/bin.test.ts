import { describe, expect, it } from "@jest/globals";
import { writeCif } from "@ftcp/cif";
import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { rockSalt, rows, toJsonl } from "./crystals.ts";
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

  it("featurizes in threads as in one, errors and order too", async () => {
    const bad = { material_id: "bad", cif: "data_x" };
    const many = Array.from({ length: 60 }, (_, index) => ({
      ...(index % 7 === 5 ? bad : rows[index % 9]),
      material_id: `m-${index % 50}`,
    }));
    await writeFile(at("many.jsonl"), toJsonl(many));
    const results = [1, 2].map((workers) => {
      const { status, stderr } = spawn(
        ...["featurize", at("many.jsonl"), "--out", at(`${workers}`, "X.npz")],
        ...["--workers", String(workers)],
      );
      const files = ["X.npz", "X.json"].map((name) =>
        readFileSync(at(`${workers}`, name), "latin1"),
      );
      return { status, files, stderr: stderr.replaceAll(at(`${workers}`), "") };
    });
    expect(results[0]?.status).toBe(1);
    expect(results[0]?.stderr).toContain("DATASETS_INVALID_CIF");
    expect(results[1]).toEqual(results[0]);
    const limited = ["featurize", at("many.jsonl"), "--out", at("L.npy"), "--limit", "5", "--json"];
    expect(JSON.parse(spawn(...limited, "--workers", "2").stdout)).toMatchObject({ failed: 0 });
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
