import { describe, expect, it, jest } from "@jest/globals";
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DesignRecord } from "../src/design/describeDesign.ts";
import { ftcp } from "./ftcp.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

jest.setTimeout(300_000); // a busy machine

const at = useTemporaryFolder();

// As Debian's packages quantum-espresso and quantum-espresso-data install them.
const pseudoDirectory = "/usr/share/espresso/pseudo";
const pseudopotentials: Readonly<Record<string, string>> = {
  ...{ Mg: "Mg.pz-n-vbc.UPF", Al: "Al.pz-vbc.UPF", Si: "Si.pz-vbc.UPF", As: "As.pz-bhs.UPF" },
  ...{ Ti: "Ti.pz-sp-van_ak.UPF", Ni: "Ni.pz-nd-rrkjus.UPF", Cu: "Cu.pz-d-rrkjus.UPF" },
};
const isInstalled =
  // In a folder where the files that it leaves harm nobody.
  spawnSync("pw.x", ["--version"], { input: "", timeout: 20_000, cwd: tmpdir() }).error ===
    undefined &&
  Object.values(pseudopotentials).every((file) => existsSync(join(pseudoDirectory, file)));

/** Runs until the first cycle of self-consistency begins, or to its end; gives what was printed. */
async function beginCalculation(folder: string): Promise<string> {
  const env = { ...process.env, OMP_NUM_THREADS: "1" };
  const child = spawn("pw.x", ["-in", "relax.in"], { cwd: folder, env });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    printed += part;
    if (printed.includes("Self-consistent Calculation")) child.kill();
  });
  await new Promise((resolve) => child.on("close", resolve));
  return printed;
}

(isInstalled ? describe : describe.skip)("ftcp design --dft qe (where pw.x is installed)", () => {
  it("writes a relaxation that pw.x begins as it is, with pseudopotentials named after elements", async () => {
    const { code, stderr } = await ftcp([
      ...["design", "--target", "formation_energy_per_atom=-0.2", "--count", "1", "--dft", "qe"],
      ...["--only", ...Object.keys(pseudopotentials), "--sites", "2-8", "--out", at("designs")],
    ]);
    expect([code, stderr]).toEqual([0, ""]);
    const [line = ""] = (await readFile(at("designs", "designs.jsonl"), "utf8")).split("\n");
    const { id, formula } = JSON.parse(line) as DesignRecord;
    const folder = at("designs", "dft", id);
    await mkdir(join(folder, "pseudo"));
    const elements = formula.match(/[A-Z][a-z]?/gu) ?? [];
    for (const element of elements) {
      const file = join(pseudoDirectory, pseudopotentials[element] ?? "");
      await symlink(file, join(folder, "pseudo", `${element}.upf`));
    }
    const sites = /nat = (\d+)/u.exec(await readFile(join(folder, "relax.in"), "utf8"))?.[1];
    const printed = await beginCalculation(folder);
    expect(printed).toMatch(new RegExp(`number of atoms/cell += +${sites ?? "?"}\\n`, "u"));
    expect(printed).toMatch(
      new RegExp(`number of atomic types += +${String(elements.length)}\\n`, "u"),
    );
    expect(printed).toContain("Self-consistent Calculation");
  });
});
