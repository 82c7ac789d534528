import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it, jest } from "@jest/globals";
import { createStructure, latticeFromMatrix } from "@ftcp/crystal";
import { writeEspressoInput } from "@ftcp/dft";

jest.setTimeout(180_000);

// As Debian's packages quantum-espresso and quantum-espresso-data install them.
const pseudoDirectory = "/usr/share/espresso/pseudo";
const pseudopotentials = { Al: "Al.pz-vbc.UPF", As: "As.pz-bhs.UPF" };
const isInstalled =
  // In a folder where the files that it leaves harm nobody.
  spawnSync("pw.x", ["--version"], { input: "", timeout: 20_000, cwd: tmpdir() }).error ===
    undefined &&
  Object.values(pseudopotentials).every((file) => existsSync(join(pseudoDirectory, file)));

(isInstalled ? describe : describe.skip)("pw.x of Quantum ESPRESSO (where it is installed)", () => {
  const folder = mkdtempSync(join(tmpdir(), "ftcp-espresso-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it("relaxes the cell and the atoms of an input that we wrote, and knows the crystal", async () => {
    const half = 5.5 / 2; // aluminium arsenide, a little small
    const lattice = latticeFromMatrix([
      [0, half, half],
      [half, 0, half],
      [half, half, 0],
    ]);
    const sites = [[0, 0, 0] as const, [0.25, 0.25, 0.25] as const];
    const structure = createStructure(lattice, ["Al", "As"], sites);
    const input = writeEspressoInput(structure, {
      ...{ pseudopotentials, pseudoDirectory, waveCutoff: 12, densityCutoff: 48, density: 2 },
    });
    writeFileSync(join(folder, "relax.in"), input);
    const env = { ...process.env, OMP_NUM_THREADS: "1" };
    const { stdout } = await promisify(execFile)("pw.x", ["-in", "relax.in"], { cwd: folder, env });
    expect(stdout).toMatch(/number of atoms\/cell +=\s+2\n/);
    expect(stdout).toMatch(/24 Sym\. Ops\./); // Td: symmetry survived the digits
    expect(stdout).toContain("bfgs converged");
    expect(stdout).toContain("JOB DONE.");
    const volumes = Array.from(stdout.matchAll(/new unit-cell volume = +([\d.]+) a/g), ([, v]) =>
      Number(v),
    );
    const start = 5.5 ** 3 / 4 / 0.529177 ** 3;
    expect(volumes.length).toBeGreaterThan(0);
    expect(Math.abs((volumes.at(-1) ?? 0) / start - 1)).toBeLessThan(0.1);
  });
});
