/** @jest-environment ../internal/testing/src/hostArraysEnvironment.js */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";
import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { parseCif, parsePoscar } from "@ftcp/cif";
import { checkValidity, compareStructures, compositionOf, reducedFormula } from "@ftcp/crystal";
import { prepareWasmBackend } from "@ftcp/vae/wasm";
import * as tf from "@tensorflow/tfjs-core";

const folder = import.meta.dirname;

// Training a network, however small, takes seconds on a busy machine.
jest.setTimeout(120_000);

/** Runs an example as it stands and gives what it prints, line by line. */
async function run(example: string): Promise<string[]> {
  const printed: string[] = [];
  const log = jest.spyOn(console, "log").mockImplementation((...parts: unknown[]) => {
    printed.push(format(...parts));
  });
  try {
    await import(`./${example}`);
  } finally {
    log.mockRestore();
  }
  return printed.join("\n").split("\n");
}

/** The number in the first line that matches; the pattern has one group. */
function numberIn(lines: readonly string[], pattern: RegExp): number {
  const match = lines.map((line) => pattern.exec(line)).find((found) => found !== null);
  if (match === undefined) throw new Error(`no line matches ${pattern.source}`);
  return Number(match[1]);
}

/** The CIFs among the lines; each ends at an empty line. */
function cifsIn(lines: readonly string[]): string[] {
  return lines
    .join("\n")
    .split(/^(?=data_)/m)
    .slice(1)
    .map((text) => text.split("\n\n")[0] ?? "");
}

let tensorsBefore = 0;
beforeAll(prepareWasmBackend);
beforeEach(async () => {
  await tf.setBackend("wasm");
  tensorsBefore = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(tensorsBefore); // examples dispose what they make
});

describe("01-cif-to-tensor.ts", () => {
  it("prints what the tensor of SrTiO3 holds, and the crystal that comes back", async () => {
    const lines = await run("01-cif-to-tensor.ts");
    expect(lines.slice(0, 8)).toEqual([
      "SrTiO3 5 sites",
      "shape 1 × 304 × 92",
      "row 7, element O: 0.000 0.000 1.000",
      "row 104, lengths a, b, c: 3.905 3.905 3.905",
      "row 107, site 1: fractional coordinates x, y, z: 0.500 0.500 0.500",
      "row 127, site 1: element slot: 0.000 1.000 0.000",
      "row 239, plane (1, 0, 0): real part of F: 0.000 0.000 1.000",
      "the same crystal: true",
    ]);
    const [cif] = cifsIn(lines);
    expect(reducedFormula(compositionOf(parseCif(cif ?? "")))).toBe("SrTiO3");
  });
});

describe("02-train-a-small-vae.ts", () => {
  it("trains a model that reconstructs its crystals", async () => {
    const lines = await run("02-train-a-small-vae.ts");
    expect(lines.filter((line) => line.startsWith("epoch"))).toHaveLength(3);
    const first = numberIn(lines, /^epoch 10 of 30: loss (\S+)$/);
    const last = numberIn(lines, /^epoch 30 of 30: loss (\S+)$/);
    expect(last).toBeLessThan(0.9 * first);
    expect(numberIn(lines, /^right formulas: (\d+) %$/)).toBe(100);
    expect(numberIn(lines, /^error of the lengths: (\S+) %$/)).toBeLessThan(2);
    expect(numberIn(lines, /^error of the density: (\S+) g/)).toBeLessThan(0.3);
  });
});

describe("03-sample-the-latent-space.ts", () => {
  it("decodes samples of all three kinds", async () => {
    const lines = await run("03-sample-the-latent-space.ts");
    expect(lines[0]).toMatch(/^known crystals near the target:( [A-Z]\w*){4}$/);
    for (const sampler of ["lp", "slerp", "random"]) {
      const own = lines.filter((line) => line.startsWith(`${sampler}: `));
      expect(own).toHaveLength(4);
      for (const line of own) {
        expect(line).toMatch(/^\w+: (no crystal|[A-Z]\w*), \d+\.\d from \S/);
      }
      // Not every point decodes; most do.
      expect(own.filter((line) => !line.includes("no crystal")).length).toBeGreaterThan(1);
    }
  });
});

describe("04-inverse-design.ts", () => {
  it("designs three valid crystals that the model predicts near the target", async () => {
    const lines = await run("04-inverse-design.ts");
    const designs = lines.filter((line) => line.includes("eV/atom predicted"));
    expect(designs).toHaveLength(3);
    for (const design of designs) {
      expect(design).toMatch(/^[A-Z]\w*, from [A-Z]\w*: -?\d+\.\d\d eV\/atom predicted$/);
      expect(Math.abs(numberIn([design], /: (-?\d+\.\d\d) eV/) + 0.5)).toBeLessThan(0.11);
    }
    const crystals = cifsIn(lines).map((cif) => parseCif(cif));
    const formulas = crystals.map((crystal) => reducedFormula(compositionOf(crystal)));
    expect(formulas).toEqual(designs.map((design) => design.split(",")[0]));
    expect(new Set(formulas).size).toBe(3);
    expect(crystals.map((crystal) => checkValidity(crystal).valid)).toEqual([true, true, true]);
  });
});

describe("10-your-csv-and-property.ts", () => {
  it("reads a table, trains on its column and designs new formulas for a value of it", async () => {
    const lines = await run("10-your-csv-and-property.ts");
    expect(lines[0]).toBe("12 crystals, 0 rows that cannot be read");
    expect(lines.length).toBeGreaterThan(1);
    const known = readFileSync(join(folder, "halides.csv"), "utf8");
    for (const line of lines.slice(1)) {
      const [, formula = ""] = /^(\S+), from \S+: melts at [\d.]+ °C$/u.exec(line) ?? [];
      expect(formula).not.toBe("");
      expect(known).not.toMatch(new RegExp(`^${formula},`, "mu"));
    }
  });
});

describe("11-photovoltaic-crystals.ts", () => {
  it("meets two targets at once, and tells what was left out for it", async () => {
    const lines = await run("11-photovoltaic-crystals.ts");
    const designs = lines.filter((line) => line.includes(", from "));
    expect(designs).toHaveLength(2);
    for (const design of designs) {
      expect(design).toMatch(/^[A-Z]\w* \([^)]+\), from [A-Z]\w*: /); // with its space group
      expect(Math.abs(numberIn([design], /: (-?\d+\.\d\d) eV,/) - 1.5)).toBeLessThan(0.26);
      expect(numberIn([design], /, (-?\d+\.\d\d) eV\/atom$/)).toBeLessThanOrEqual(-1.5);
    }
    const candidates = numberIn(lines, /^(\d+) candidates, \d+ too far from the targets$/);
    expect(numberIn(lines, new RegExp(`^(\\d+) of ${candidates} charge neutral$`))).toBeGreaterThan(
      0,
    );
  });
});

describe("12-design-with-few-labels.ts", () => {
  it("designs new formulas for a property that half of the crystals have", async () => {
    const lines = await run("12-design-with-few-labels.ts");
    const known = readFileSync(join(folder, "halides.csv"), "utf8");
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      const melting = numberIn([line], /melting_point: ([\d.]+)/);
      expect(melting).toBeGreaterThanOrEqual(600);
      expect(melting).toBeLessThanOrEqual(800);
      expect(known).not.toMatch(new RegExp(`^${line.split(" ")[0] ?? ""},`, "mu"));
    }
  });
});

describe("05-semi-supervised.ts", () => {
  it("predicts bond lengths that it never saw, better than their mean would", async () => {
    const lines = await run("05-semi-supervised.ts");
    // The mean of the known ones, 2.8 Å, would be off by 0.43 Å.
    expect(
      numberIn(lines, /^bond length without a label: off by (\S+) Å on average$/),
    ).toBeLessThan(0.3);
  });
});

describe("06-read-symmetrise-compare-write.ts", () => {
  it("finds the symmetry of wurtzite, and writes a CIF and a POSCAR of it", async () => {
    const lines = await run("06-read-symmetrise-compare-write.ts");
    expect(lines.slice(0, 4)).toEqual([
      "ZnS 4 sites",
      "as it is: P 1",
      "within 0.02 Å: P 63 m c 186 hP4",
      "the same crystal: true",
    ]);
    expect(numberIn(lines, /^root mean square displacement: (\S+) Å$/)).toBeLessThan(0.01);
    const [cif = ""] = cifsIn(lines);
    expect(cif.split("\n").filter((line) => /^ {2}(?:Zn|S) /.test(line))).toHaveLength(2);
    const written = parseCif(cif);
    expect(written.sites).toHaveLength(4);
    const poscar = parsePoscar(lines.slice(lines.indexOf("ZnS, wurtzite")).join("\n"));
    expect(compareStructures(poscar, written)).toBe(true);
    expect(poscar.lattice.gamma).toBeCloseTo(120, 9);
  });
});

describe("07-compile-your-own-model.ts", () => {
  it("trains on ONNX Runtime as tfjs does, step by step", async () => {
    const lines = await run("07-compile-your-own-model.ts");
    const steps = lines.filter((line) => line.startsWith("onnxruntime-"));
    expect(steps).toHaveLength(3);
    for (const step of steps) {
      const difference = numberIn([step], /: loss (\S+),/) - numberIn([step], /cpu: (\S+),/);
      expect(Math.abs(difference)).toBeLessThan(1e-4);
    }
    expect(numberIn(steps.slice(-1), /right: (\S+)$/)).toBeGreaterThan(0.9);
  });
});

describe("08-ridge-on-tensors.ts", () => {
  it("predicts formation energies that it did not see, far better than their mean", async () => {
    const lines = await run("08-ridge-on-tensors.ts");
    const error = numberIn(lines, /^ridge regression on the tensor: off by (\S+) eV/);
    expect(error).toBeLessThan(0.05);
    expect(numberIn(lines, /^the mean as a guess: off by (\S+) eV/)).toBeGreaterThan(8 * error);
  });
});

describe("09-materials-project.ts", () => {
  it("asks for a key where there is none", async () => {
    const before = process.env["MP_API_KEY"];
    delete process.env["MP_API_KEY"];
    try {
      const lines = await run("09-materials-project.ts");
      expect(lines).toEqual([expect.stringMatching(/^no key: .*MP_API_KEY/)]);
    } finally {
      if (before !== undefined) process.env["MP_API_KEY"] = before;
    }
  });
});

describe("every example", () => {
  const examples = readdirSync(folder).filter((name) => /^\d\d-.*\.ts$/.test(name));

  it("is run by a test above", () => {
    const tests = readFileSync(import.meta.filename, "utf8");
    for (const example of examples) expect(tests).toContain(`run("${example}")`);
  });

  it("has fewer than 40 lines", () => {
    for (const example of examples) {
      const lines = readFileSync(join(folder, example), "utf8").trimEnd().split("\n");
      expect({ example, short: lines.length < 40 }).toEqual({ example, short: true });
    }
  });

  it("imports packages as a user would", () => {
    for (const example of examples) {
      const source = readFileSync(join(folder, example), "utf8");
      for (const [, name] of source.matchAll(/from "([^"]+)"/g))
        expect(name).toMatch(/^(?:@|ml-matrix$)/);
    }
  });
});
