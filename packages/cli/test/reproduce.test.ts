import { beforeAll, describe, expect, it } from "@jest/globals";
import { readFile, writeFile } from "node:fs/promises";
import { rows, toJsonl } from "./crystals.ts";
import { ftcp } from "./ftcp.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

const at = useTemporaryFolder();

beforeAll(async () => {
  await writeFile(at("data.jsonl"), toJsonl(rows));
});

function reproduce(
  what: string,
  ...more: string[]
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const args = ["reproduce", what, "--data", at("data.jsonl"), "--out", at("out")];
  return ftcp([...args, "--on", "test", "--engine", "wasm", ...more]);
}

// Its trainings are in reproduce.slow.test.ts.
describe("ftcp reproduce", () => {
  it("figure-s5: histograms as SVG; figure-s1 asks for a model", async () => {
    const { code, stdout } = await reproduce("figure-s5");
    expect(code).toBe(0);
    const [file = ""] = stdout.trim().split("\n");
    expect(await readFile(file, "utf8")).toMatch(/^<svg [^]*<\/svg>\n$/u);
    const without = await reproduce("figure-s1");
    expect(without.stderr).toContain("CLI_USAGE");
    expect(without.code).toBe(2);
  });

  it("says which rows there are not", async () => {
    const { code, stderr } = await reproduce("table2", "--rows", "imaginary");
    expect(code).toBe(2);
    expect(stderr).toContain('CLI_USAGE: there is no row "imaginary"');
  });
});
