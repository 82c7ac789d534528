import { beforeAll, describe, expect, it } from "@jest/globals";
import { parseCif, parsePoscar, parseStructures, writeCif, writePymatgenJson } from "@ftcp/cif";
import { compareStructures, createLattice, createSite, createStructure } from "@ftcp/crystal";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { perovskite, rockSalt } from "./crystals.ts";
import { ftcp } from "./ftcp.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

const at = useTemporaryFolder();
const salt = rockSalt(5.64, "Na", "Cl");
const titanate = perovskite(3.905, "Sr", "Ti", "O");
const half = { ...salt, sites: [createSite([{ element: "Na", occupancy: 0.5 }], [0, 0, 0])] };

/** Wurtzite with its atoms a little off, in another origin. */
const shifted = createStructure(
  createLattice({ a: 3.82, b: 3.82, c: 6.26, alpha: 90, beta: 90, gamma: 120 }),
  ["Zn", "Zn", "S", "S"],
  [
    [1 / 3 + 0.1005, 2 / 3 + 0.1, 0.02],
    [2 / 3 + 0.1, 1 / 3 + 0.1, 0.52],
    [1 / 3 + 0.1, 2 / 3 + 0.1, 0.395],
    [2 / 3 + 0.1, 1 / 3 + 0.1, 0.895],
  ],
);

beforeAll(async () => {
  await writeFile(at("NaCl.cif"), writeCif(salt, { name: "salt" }));
  await writeFile(at("two.cif"), writeCif(salt, { name: "a b" }) + writeCif(titanate));
  await writeFile(at("half.cif"), writeCif(half));
  await writeFile(at("broken.cif"), "data_x\nloop_ _atom_site_fract_x 0\n");
  await writeFile(at("shifted.json"), writePymatgenJson(shifted));
  await writeFile(at("notes.txt"), "nothing");
});

describe("ftcp cif convert", () => {
  it("writes to standard output, and reads what it wrote from standard input", async () => {
    const poscar = await ftcp(["cif", "convert", at("NaCl.cif"), "--to", "poscar"]);
    expect(poscar).toMatchObject({ code: 0, stderr: "" });
    expect(poscar.stdout.split("\n")[0]).toBe("salt");
    expect(compareStructures(parsePoscar(poscar.stdout), salt)).toBe(true);
    function* openStdin(): Generator<Uint8Array> {
      yield Buffer.from(poscar.stdout);
    }
    for (const format of ["cif", "json", "extxyz", "optimade"] as const) {
      const { code, stdout } = await ftcp(["cif", "convert", "-", "--to", format], {
        openStdin: openStdin as unknown as () => AsyncIterable<Uint8Array>,
      });
      expect(code).toBe(0);
      const [item] = parseStructures(stdout, format).items;
      if (item?.structure.ok !== true) throw item?.structure.error ?? new Error("missing");
      expect(compareStructures(item.structure.value, salt)).toBe(true);
    }
  });

  it("makes a file of each crystal in a folder, and a bad one costs no other", async () => {
    const paths = [at("two.cif"), at("broken.cif"), at("half.cif"), at("none.cif"), at("NaCl.cif")];
    const out = at("poscars");
    const { code, stdout, stderr } = await ftcp([
      "cif",
      "convert",
      ...paths,
      "--to",
      "poscar",
      "--out",
      out,
    ]);
    expect(code).toBe(1);
    expect((await readdir(out)).sort()).toEqual(["NaCl.vasp", "two-SrTiO3.vasp", "two-a_b.vasp"]);
    expect(
      compareStructures(parsePoscar(await readFile(`${out}/two-SrTiO3.vasp`, "utf8")), titanate),
    ).toBe(true);
    expect(stdout).toContain(`NaCl.cif (salt) → ${out}/NaCl.vasp: NaCl, 2 sites\n`);
    expect(stdout).toContain("6 crystals, 3 not converted\n");
    const errors = stderr.split("\n").filter((line) => line.startsWith("ftcp: error:"));
    expect(errors.map((line) => line.split(": ")[2])).toEqual([
      expect.stringMatching(/^CIF_/u),
      "FORMAT_UNWRITABLE",
      "CLI_READ_FAILED",
    ]);
  });

  it("reads a folder: files with names of crystals, and names each output once", async () => {
    await mkdir(at("folder", "deeper"), { recursive: true });
    await writeFile(
      at("folder", "POSCAR"),
      (await ftcp(["cif", "convert", at("NaCl.cif"), "--to", "poscar"])).stdout,
    );
    await writeFile(at("folder", "x.cif"), writeCif(salt));
    await writeFile(at("folder", "X.json"), writePymatgenJson(titanate));
    await writeFile(at("folder", "README.md"), "data_no");
    const { code, stdout } = await ftcp([
      "cif",
      "convert",
      at("folder"),
      "--to",
      "cif",
      "--out",
      at("folder"),
      "--json",
    ]);
    expect(code).toBe(0);
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { out: string; path: string });
    expect(
      lines.map(({ path, out }) => [path, out].map((each) => each.slice(at("folder").length + 1))),
    ).toEqual([
      ["POSCAR", "POSCAR.cif"],
      ["X.json", "X-2.cif"],
      ["x.cif", "x-3.cif"],
    ]);
  });

  it("puts all crystals into one file where the format holds several", async () => {
    for (const [format, name] of [
      ["cif", "all.cif"],
      ["extxyz", "all.xyz"],
      ["json", "all.json"],
      ["optimade", "all.optimade.json"],
    ] as const) {
      const { code } = await ftcp([
        "cif",
        "convert",
        at("two.cif"),
        at("NaCl.cif"),
        "--to",
        format,
        "--out",
        at(name),
      ]);
      expect(code).toBe(0);
      const { items } = parseStructures(await readFile(at(name), "utf8"), format);
      expect(items.map(({ structure }) => structure.ok && structure.value.sites.length)).toEqual([
        2, 5, 2,
      ]);
    }
    const poscar = await ftcp(["cif", "convert", at("two.cif"), "--to", "poscar"]);
    expect(poscar.code).toBe(2);
    expect(poscar.stderr).toMatch(/^ftcp: CLI_USAGE: a POSCAR holds one crystal/u);
  });

  it("symmetrizes: the conventional cell by name, operations and asymmetric unit", async () => {
    const { code, stdout } = await ftcp([
      "cif",
      "convert",
      at("shifted.json"),
      "--to",
      "cif",
      "--conventional",
      "--symmetrize",
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain("'P 63 m c'");
    expect(stdout).toMatch(/_space_group_IT_number +186\n/u);
    expect(
      stdout.match(/^ {2}(?:Zn|S) .*$/gmu)?.map((row) => row.split(/ +/u).slice(3, 7)),
    ).toEqual([
      ["2", "b", "0.3333333333333333", "0.6666666666666666"],
      ["2", "b", "0.3333333333333333", "0.6666666666666666"],
    ]);
    expect(compareStructures(parseCif(stdout), shifted)).toBe(true);
  });

  it("symmetrizes in the given cell, whose origin stays", async () => {
    const { stdout } = await ftcp([
      "cif",
      "convert",
      at("shifted.json"),
      "--to",
      "cif",
      "--symmetrize",
      "0.02",
    ]);
    expect(stdout).not.toContain("_space_group_IT_number");
    const { sites } = parseCif(stdout);
    expect(sites).toHaveLength(4);
    for (const { fractional } of shifted.sites) {
      expect(
        Math.min(
          ...sites.map((site) =>
            Math.max(...site.fractional.map((x, axis) => Math.abs(x - (fractional[axis] ?? 0)))),
          ),
        ),
      ).toBeLessThan(1e-3);
    }
  });

  it.each([
    ["--primitive", 2, 60],
    ["--niggli", 2, 60],
    ["--conventional", 8, 90],
  ])("writes the cell of %s", async (option, count, alpha) => {
    const { stdout } = await ftcp(["cif", "convert", at("NaCl.cif"), "--to", "cif", option]);
    const structure = parseCif(stdout);
    expect(structure.sites).toHaveLength(count);
    expect(structure.lattice.alpha).toBeCloseTo(alpha, 9);
    expect(compareStructures(structure, salt)).toBe(true);
  });

  it("reads what --from says", async () => {
    const path = at("crystal.txt");
    await writeFile(path, writeCif(salt));
    expect((await ftcp(["cif", "convert", path, "--to", "json"])).code).toBe(0);
    const wrong = await ftcp(["cif", "convert", path, "--from", "poscar", "--to", "json"]);
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(/^ftcp: error: FORMAT_\w+: .*crystal\.txt:\d+:\d+: /u);
    const unknown = await ftcp(["cif", "convert", at("notes.txt"), "--to", "json"]);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toMatch(/^ftcp: error: CLI_UNKNOWN_FORMAT: /u);
  });

  it.each([
    [["--to", "cif", "--primitive", "--niggli"]],
    [["--to", "cif", "--json"]],
    [["--to", "pdb"]],
    [[]],
    [["--to", "cif", "--symmetrize", "0"]],
  ])("answers wrong usage with exit code 2: %j", async (options) => {
    const { code, stdout, stderr } = await ftcp(["cif", "convert", at("NaCl.cif"), ...options]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^ftcp: CLI_USAGE: [^\n]+\n$/u);
  });
});
