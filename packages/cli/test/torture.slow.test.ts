import { parseCif } from "@ftcp/cif";
import { sharedData } from "@ftcp/testing";
import { describe, expect, it, jest } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ftcp } from "./ftcp.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

jest.setTimeout(600_000);

const data = sharedData();
const at = useTemporaryFolder();

interface Row {
  readonly path: string;
  readonly ok: boolean;
  readonly out?: string;
  readonly error?: { readonly code: string };
}

(data === undefined ? describe.skip : describe)("2,125 odd CIFs (needs ../shared)", () => {
  it("are checked and converted: each gives its crystals, or an error with a code", async () => {
    execFileSync("tar", ["-xzf", join(data ?? "", "torture.tar.gz"), "-C", at()]);
    const entries = await readdir(at("torture"), { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile() && entry.name !== "SOURCES.md")
      .map(({ parentPath, name }) => join(parentPath, name));
    expect(files).toHaveLength(2125);

    const checked = await ftcp(["cif", "check", ...files, "--json"]);
    expect(checked.code).toBe(1);
    expect(checked.stdout.trim().split("\n")).toHaveLength(2125);

    const folder = at("converted");
    await mkdir(folder);
    const options = ["--from", "cif", "--to", "cif", "--out", `${folder}/`, "--json"];
    const converted = await ftcp(["cif", "convert", ...files, ...options]);
    expect(converted.code).toBe(1);
    const rows = converted.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Row);
    expect(new Set(rows.map(({ path }) => path)).size).toBe(2125);
    for (const { ok, error } of rows) if (!ok) expect(error?.code).toMatch(/^(?:CIF|FORMAT)_/u);
    const written = rows.filter(({ ok }) => ok);
    expect(written.length).toBeGreaterThan(1800);
    for (const { out = "" } of written) {
      expect(parseCif(await readFile(out, "utf8")).sites.length).toBeGreaterThan(0);
    }
  });
});
