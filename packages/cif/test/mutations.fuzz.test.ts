import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import {
  checkCif,
  CifError,
  FormatError,
  parseCifBlocks,
  parseStructures,
  structureFromCifBlock,
  streamCifBlocks,
  writeCif,
} from "@ftcp/cif";
import { CrystalError, type Structure } from "@ftcp/crystal";
import { sharedData } from "@ftcp/testing";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { cifText } from "./cifText.ts";
import { tortureFiles } from "./tortureFiles.ts";

/** Mutated files that are read; `FTCP_FUZZ_RUNS` and `FTCP_FUZZ_MINUTES` end the test earlier or later. */
const runs = Number(process.env["FTCP_FUZZ_RUNS"] ?? "1000000");
const minutes = Number(process.env["FTCP_FUZZ_MINUTES"] ?? "60");
const firstSeed = Number(process.env["FTCP_FUZZ_SEED"] ?? "1");
/** Longest time for one input, in ms of this process. */
const limit = 1000;

const fixtures = fileURLToPath(new URL("./fixtures", import.meta.url));
const own = [
  ...readdirSync(fixtures)
    .filter((name) => /\.(?:cif|vasp|json|xyz)$|POSCAR|CONTCAR/u.test(name))
    .map((name) => readFileSync(`${fixtures}/${name}`, "utf8")),
  cifText({ atoms: "M Ge4+ 0 0 0 0.4\nM Sb 0 0 0 ?\nX . ? . 0.5 1" }),
  "#\\#CIF_2.0\ndata_x\n_a '''three'''\n_b [1 2 {'k':v}]\nsave_f\n_c\n;\\\nfolded\n;\nsave_\n",
];
const shared = sharedData();
const real =
  shared === undefined
    ? []
    : [...tortureFiles(`${shared}/torture.tar.gz`)]
        .filter(([path, text]) => /\.(?:cif|rod)$/u.test(path) && text.length < 20_000)
        .map(([, text]) => text);
const seeds = [...own, ...real];

const tokens = [
  ...Array.from("\n\r\t ;'\"#_$[]{}?.,()+-/*0159eExyz\u0000\u00a0\uFEFFÅ"),
  ...[
    "data_",
    "loop_\n",
    "save_",
    "stop_",
    "\n;",
    "\n;\\\n",
    "'''",
    '"""',
    "1e999",
    "-0",
    "1e-320",
  ],
  ...[
    "(5)",
    "NaN",
    "Infinity",
    "9".repeat(400),
    "_cell_length_a ",
    "_cell_angle_gamma ",
    "90",
    "120",
  ],
  ...["_atom_site_fract_x ", "_atom_site_occupancy ", "_atom_site_calc_flag ", "_atom_site_label "],
  ...["_symmetry_equiv_pos_as_xyz ", "'x,y,z'", "'-x,-y,-z'", "'x+1/3,y+2/3,z'", "'1/0,x,z'"],
  ...[
    "_symmetry_space_group_name_H-M ",
    "'F d -3 m'",
    "'P 21/n'",
    "'R -3 :R'",
    "_space_group_IT_number ",
  ],
  ...[
    "_space_group_name_Hall ",
    "'-F 4 2 3'",
    "'-P 2ybc (x-y,x+y,z)'",
    "227",
    "0",
    "-1",
    "1000000",
  ],
  ...["_chemical_formula_sum ", "'Na Cl'", "__proto__", "constructor", "D", "Wat", "Fe3+", "X1"],
];

type Mutation =
  | { readonly kind: "insert" | "replace"; readonly at: number; readonly token: string }
  | { readonly kind: "delete" | "repeat"; readonly at: number; readonly length: number }
  | { readonly kind: "move"; readonly at: number; readonly length: number; readonly to: number }
  | { readonly kind: "truncate"; readonly at: number };

const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const length = fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 400 }));
const token = fc.constantFrom(...tokens);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constantFrom("insert" as const, "replace" as const), at: place, token }),
  fc.record({ kind: fc.constantFrom("delete" as const, "repeat" as const), at: place, length }),
  fc.record({ kind: fc.constant("move" as const), at: place, length, to: place }),
  fc.record({ kind: fc.constant("truncate" as const), at: place }),
);
const input = fc
  .tuple(fc.constantFrom(...seeds), fc.array(mutation, { minLength: 1, maxLength: 6 }))
  .map(([text, mutations]) => mutations.reduce(mutate, text));

function mutate(text: string, change: Mutation): string {
  const at = Math.floor(change.at * text.length);
  switch (change.kind) {
    case "insert":
      return text.slice(0, at) + change.token + text.slice(at);
    case "replace":
      return text.slice(0, at) + change.token + text.slice(at + change.token.length);
    case "delete":
      return text.slice(0, at) + text.slice(at + change.length);
    case "repeat":
      return text.slice(0, at + change.length) + text.slice(at);
    case "move": {
      const part = text.slice(at, at + change.length);
      const to = Math.floor(change.to * text.length);
      return text.slice(0, to) + part + text.slice(to);
    }
    case "truncate":
      return text.slice(0, at);
  }
}

/** Reads in every way; anything but a typed error fails the test. */
async function readEveryWay(text: string): Promise<void> {
  const options = { maxSites: 2000 };
  const structures: Structure[] = [];
  for (const mode of ["lenient", "strict"] as const) {
    try {
      for (const { structure } of parseCifBlocks(text, { ...options, mode }).blocks) {
        if (structure?.ok === true && mode === "lenient") structures.push(structure.value);
      }
    } catch (error) {
      if (!(error instanceof CifError)) throw error;
    }
  }
  checkCif(text, options);
  for await (const block of streamCifBlocks([text.slice(0, 1000), text.slice(1000)])) {
    try {
      if (block.ok) structureFromCifBlock(block.value, options);
    } catch (error) {
      if (!(error instanceof CifError)) throw error;
    }
  }
  for (const format of ["poscar", "json", "extxyz", "optimade"] as const) {
    try {
      parseStructures(text, format);
    } catch (error) {
      if (!(error instanceof FormatError) && !(error instanceof CrystalError)) throw error;
    }
  }
  for (const structure of structures) {
    for (const { fractional, species } of structure.sites) {
      expect(fractional.every((x) => x >= 0 && x < 1)).toBe(true);
      expect(species.every(({ occupancy }) => occupancy > 0 && occupancy <= 1)).toBe(true);
    }
    if (structure.sites.length > 200) continue;
    const again = parseCifBlocks(writeCif(structure)).blocks[0]?.structure;
    expect(again?.ok === true ? again.value.sites.length : again).toBe(structure.sites.length);
  }
}

describe("mutated files", () => {
  it(
    "are read without any error but typed ones, in time, and without growth of memory",
    async () => {
      const end = performance.now() + minutes * 60_000;
      const chunk = 1000;
      let done = 0;
      let slowest = 0;
      let early = 0;
      for (let round = 0; done < runs && performance.now() < end; round++) {
        await fc.assert(
          fc.asyncProperty(input, async (text) => {
            const start = process.cpuUsage();
            await readEveryWay(text);
            const { user, system } = process.cpuUsage(start);
            slowest = Math.max(slowest, (user + system) / 1000);
            expect((user + system) / 1000).toBeLessThan(limit);
          }),
          { numRuns: Math.min(chunk, runs - done), seed: firstSeed + round },
        );
        done += chunk;
        globalThis.gc?.();
        const { heapUsed } = process.memoryUsage();
        if (round === 4) early = heapUsed;
        // Memory after the first rounds is code and caches; from then on it may not grow.
        if (round > 4) expect(heapUsed).toBeLessThan(early + 200e6);
      }
      process.stdout.write(
        `${Math.min(done, runs)} mutated files of ${seeds.length}, slowest ${slowest.toFixed(0)} ms\n`,
      );
      expect(done).toBeGreaterThan(0);
    },
    (minutes + 10) * 60_000,
  );
});
