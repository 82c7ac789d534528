import { describe, expect, it } from "@jest/globals";
import { writeCif } from "@ftcp/cif";
import { writeFile } from "node:fs/promises";
import { rockSalt } from "./crystals.ts";
import { ftcp } from "./ftcp.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

interface Line {
  readonly path: string;
  readonly ok: boolean;
  readonly blocks: readonly { readonly name: string; readonly structure?: object }[];
  readonly diagnostics: readonly { readonly severity: string; readonly code: string }[];
}

const at = useTemporaryFolder();

async function check(...paths: string[]): Promise<{ code: number; lines: Line[] }> {
  const { code, stdout } = await ftcp(["cif", "check", ...paths, "--json"]);
  const lines = stdout.trimEnd().split("\n");
  return { code, lines: lines.map((line) => JSON.parse(line) as Line) };
}

describe("ftcp cif check", () => {
  it("summarises a crystal as a line of JSON", async () => {
    await writeFile(at("NaCl.cif"), writeCif(rockSalt(5.64, "Na", "Cl"), { name: "salt" }));
    const { code, lines } = await check(at("NaCl.cif"));
    expect(code).toBe(0);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ path: at("NaCl.cif"), ok: true, diagnostics: [] });
    const [block] = lines[0]?.blocks ?? [];
    expect(block).toMatchObject({
      name: "salt",
      structure: {
        sites: 2,
        formula: "NaCl",
        alpha: 60,
        beta: 60,
        gamma: 60,
        symmetryOperations: 1,
        symmetrySource: "operators",
        spaceGroup: { number: 1 },
      },
    });
    // The primitive cell has a quarter of the volume of the cube: 5.64³ / 4 = 44.851536 Å³.
    const { volume, a } = block?.structure as { volume: number; a: number };
    expect(volume).toBeCloseTo(44.851536, 8);
    expect(a).toBeCloseTo(5.64 / Math.SQRT2, 12);
  });

  it("goes on after files that are broken, missing or no files, and exits with 1", async () => {
    await writeFile(at("good.cif"), writeCif(rockSalt(6.28, "K", "Cl")));
    await writeFile(at("broken.cif"), "data_x\n_cell_length_a what\n");
    await writeFile(at("empty.cif"), "");
    const paths = [at("broken.cif"), at("none.cif"), at(), at("empty.cif"), at("good.cif")];
    const { code, lines } = await check(...paths);
    expect(code).toBe(1);
    expect(lines.map(({ path }) => path)).toEqual(paths);
    expect(lines.map(({ ok }) => ok)).toEqual([false, false, false, false, true]);
    for (const line of lines.slice(0, 4)) {
      expect(line.diagnostics.some(({ severity }) => severity === "error")).toBe(true);
    }
    expect(lines[1]?.diagnostics[0]?.code).toBe("CLI_READ_FAILED");
    expect(lines[2]?.diagnostics[0]?.code).toBe("CLI_READ_FAILED");
  });

  it("reads Latin-1 and UTF-16", async () => {
    const text = writeCif(rockSalt(5.64, "Na", "Cl"));
    await writeFile(at("latin1.cif"), Buffer.from(`# 5.64 Å\n${text}`, "latin1"));
    await writeFile(at("utf16.cif"), Buffer.from(`\uFEFF${text}`, "utf16le"));
    const { lines } = await check(at("latin1.cif"), at("utf16.cif"));
    for (const { blocks } of lines) expect(blocks[0]?.structure).toMatchObject({ sites: 2 });
  });

  it("writes a text for people without --json", async () => {
    await writeFile(at("good.cif"), writeCif(rockSalt(5.64, "Na", "Cl")));
    const { code, stdout, stderr } = await ftcp(["cif", "check", at("good.cif"), at("none.cif")]);
    expect(code).toBe(1);
    expect(stdout).toContain("good.cif: ok");
    expect(stdout).toContain("NaCl, 2 sites");
    expect(stdout).toContain("P 1 (no. 1), 1 symmetry operations (listed operators)");
    expect(stdout).toContain("2 files, 1 not in order");
    expect(stderr).toBe("");
  });
});
