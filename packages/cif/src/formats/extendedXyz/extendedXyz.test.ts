import { createLattice, createSite, createStructure } from "@ftcp/crystal";
import type { Structure } from "@ftcp/crystal";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { arbitraryOrderedCrystal } from "../../../test/arbitraryCrystal.ts";
import { expectSameCrystal } from "../../../test/expectSameCrystal.ts";
import { FormatError } from "../formatError.ts";
import { parseExtendedXyz } from "./parseExtendedXyz.ts";
import { parseExtendedXyzFrames } from "./parseExtendedXyzFrames.ts";
import { parseKeyValues } from "./parseKeyValues.ts";
import { streamExtendedXyz } from "./streamExtendedXyz.ts";
import { writeExtendedXyz } from "./writeExtendedXyz.ts";

const cubic = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
const lattice = 'Lattice="4 0 0 0 4 0 0 0 4"';

function frame(comment: string, ...rows: string[]): string {
  return [rows.length, comment, ...rows, ""].join("\n");
}

function codesOf(text: string): string[] {
  return Array.from(parseExtendedXyzFrames(text), (result) =>
    result.ok ? "ok" : result.error.code,
  );
}

describe("parseExtendedXyz", () => {
  it("reads a frame, with species and pos by default", () => {
    const { sites, lattice: cell } = parseExtendedXyz(frame(lattice, "Na 0 0 0", "Cl 2 2 -2"));
    expect(cell.a).toBe(4);
    expect(sites).toEqual([createSite("Na", [0, 0, 0]), createSite("Cl", [0.5, 0.5, 0.5])]);
  });

  it.each([
    `Lattice="4,0,0,0,4,0,0,0,4" pbc="T T T"`,
    `Lattice={4 0 0 0 4 0 0 0 4} pbc=[True, true, T]`,
    `Lattice=[[4, 0, 0], [0, 4, 0], [0, 0, 4]]`,
    `lattice = '4 0 0 0 4 0 0 0 4' relaxed energy=-1.5e0 x="say \\"hello\\" Lattice=1"`,
    `\tProperties=species:S:1:pos:R:3:forces:R:3 ${lattice} config_type=a=b\r`,
  ])("reads the comment line %s", (comment) => {
    const { lattice: cell, sites } = parseExtendedXyz(frame(comment, "Na 1 0 0 9 9 9"));
    expect(cell.matrix).toEqual([
      [4, 0, 0],
      [0, 4, 0],
      [0, 0, 4],
    ]);
    expect(sites[0]?.fractional).toEqual([0.25, 0, 0]);
  });

  it("reads elements by number, and columns in any order", () => {
    const comment = `${lattice} Properties=tags:I:1:pos:R:3:Z:I:1:move_mask:L:1`;
    const { sites } = parseExtendedXyz(frame(comment, "0 1 1 1 11 T", "1 3 3 3 17 F"));
    expect(sites.map(({ species }) => species[0]?.element)).toEqual(["Na", "Cl"]);
  });

  it("reads heavy hydrogen by its mass", () => {
    const comment = `${lattice} Properties=species:S:1:pos:R:3:masses:R:1`;
    const { sites } = parseExtendedXyz(
      frame(comment, "H 0 0 0 2.014", "H 1 0 0 1.008", "H 2 0 0 3.016", "O 3 0 0 2.014"),
    );
    expect(sites.map(({ species }) => species[0]?.element)).toEqual(["D", "H", "T", "O"]);
  });

  it("gives the error of its one frame, and one for no frame", () => {
    expect(() => parseExtendedXyz("\n \n")).toThrow(
      expect.objectContaining({ code: "FORMAT_NO_STRUCTURE" }),
    );
    expect(() => parseExtendedXyz(frame("", "Na 0 0 0"))).toThrow(
      expect.objectContaining({ code: "FORMAT_NOT_PERIODIC", line: 2, column: 1 }),
    );
  });

  it.each([
    ["a direction that is not periodic", `pbc="T T F" ${lattice}`, "FORMAT_NOT_PERIODIC", 2],
    ["a short lattice", 'Lattice="4 0 0"', "FORMAT_INVALID_NUMBER", 2],
    ["a flat lattice", 'Lattice="4 0 0 0 4 0 0 0 0"', "FORMAT_INVALID_LATTICE", 2],
    ["bad properties", `${lattice} Properties=species:S:1:pos`, "FORMAT_INVALID_LINE", 2],
    ["no positions", `${lattice} Properties=species:S:1`, "FORMAT_INVALID_LINE", 2],
    ["missing columns", `${lattice} Properties=species:S:1:pos:R:4`, "FORMAT_INVALID_LINE", 2],
    ["too few words", `${lattice} Properties=species:S:1:pos:R:3:a:R:9`, "FORMAT_INVALID_LINE", 3],
  ])("refuses %s", (_, comment, code, line) => {
    expect(() => parseExtendedXyz(frame(comment, "Na 0 0 0"))).toThrow(
      expect.objectContaining({ code, line }),
    );
  });

  it.each([
    ["no element", "Xx 0 0 0", "FORMAT_UNKNOWN_ELEMENT", 1],
    ["no number", "Na 0 x 0", "FORMAT_INVALID_NUMBER", 6],
  ])("refuses %s", (_, row, code, column) => {
    expect(() => parseExtendedXyz(frame(lattice, row))).toThrow(
      expect.objectContaining({ code, line: 3, column }),
    );
  });
});

describe("parseExtendedXyzFrames", () => {
  const good = frame(lattice, "Na 0 0 0");

  it("goes on after a frame at fault", () => {
    const bad = frame(lattice, "Na 0 0 0", "Xx 0 0 0", "Na 0 0 0");
    const flat = frame("energy=1", "Na 0 0 0");
    expect(codesOf(`${good}${bad}\n${good}${flat}${good}`)).toEqual([
      "ok",
      "FORMAT_UNKNOWN_ELEMENT",
      "ok",
      "FORMAT_NOT_PERIODIC",
      "ok",
    ]);
  });

  it("ends where the number of atoms cannot be read", () => {
    expect(codesOf(`${good}two\n${good}`)).toEqual(["ok", "FORMAT_INVALID_LINE"]);
  });

  it("tells of an unfinished last frame", () => {
    expect(codesOf(`${good}3\n${lattice}\nNa 0 0 0\n`)).toEqual(["ok", "FORMAT_INCOMPLETE"]);
  });

  it("keeps limits without losing the next frame", () => {
    const results = [...parseExtendedXyzFrames(`2\n${lattice}\nA\nB\n${good}`, { maxSites: 1 })];
    expect(results.map((each) => (each.ok ? "ok" : each.error.code))).toEqual([
      "FORMAT_TOO_MANY_SITES",
      "ok",
    ]);
    const [long] = parseExtendedXyzFrames(good, { maxLength: 5 });
    expect(long).toMatchObject({ ok: false, error: { code: "FORMAT_TOO_LONG" } });
  });

  it("reads a frame only when it is asked for", () => {
    const frames = parseExtendedXyzFrames(`${good}nonsense`);
    expect(frames.next().value).toMatchObject({ ok: true });
  });

  it("yields nothing but FormatError for any text", () => {
    const line = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom("1", "2", lattice, "Na 0 0 0", "Properties=pos:R:3", 'Lattice="', "[", "\\"),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        for (const each of parseExtendedXyzFrames(lines.join("\n"))) {
          if (!each.ok) expect(each.error).toBeInstanceOf(FormatError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("streamExtendedXyz", () => {
  const text = [1, 2, 3].map((x) => frame(`${lattice} remark="é"`, `Na ${x} 0 0`)).join("");

  async function positions(chunks: Iterable<string | Uint8Array>): Promise<unknown[]> {
    const found: unknown[] = [];
    for await (const each of streamExtendedXyz(chunks)) {
      found.push(each.ok ? each.value.sites[0]?.fractional[0] : each.error.code);
    }
    return found;
  }

  it("reads the same from pieces of any size, of text and of bytes", async () => {
    const bytes = new TextEncoder().encode(`\uFEFF${text}`);
    for (const size of [1, 2, 7, 1000]) {
      const texts: string[] = [];
      for (let at = 0; at < text.length; at += size) texts.push(text.slice(at, at + size));
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
      expect(await positions(texts)).toEqual([0.25, 0.5, 0.75]);
      expect(await positions(pieces)).toEqual([0.25, 0.5, 0.75]);
    }
  });

  it("reads a last frame without a line end, and tells of an unfinished one", async () => {
    expect(await positions([text.trimEnd()])).toEqual([0.25, 0.5, 0.75]);
    expect(await positions([text, "7\n"])).toEqual([0.25, 0.5, 0.75, "FORMAT_INCOMPLETE"]);
  });

  it("bounds the memory that a line without end takes", async () => {
    const found: unknown[] = [];
    let chunks = 0;
    function* endless(): Generator<string> {
      for (;;) {
        chunks += 1;
        yield "x".repeat(100);
      }
    }
    for await (const each of streamExtendedXyz(endless(), { maxLength: 1000 })) found.push(each);
    expect(found).toMatchObject([{ ok: false, error: { code: "FORMAT_TOO_LONG" } }]);
    expect(chunks).toBeLessThan(20);
  });
});

describe("writeExtendedXyz", () => {
  it("writes a frame that reads like one by ASE", () => {
    const structure = createStructure(cubic, ["Na"], [[0.5, 0, 0.25]]);
    expect(writeExtendedXyz(structure)).toBe(
      `1\nLattice="4.0 0.0 0.0 0.0 4.0 0.0 0.0 0.0 4.0" Properties=species:S:1:pos:R:3 pbc="T T T"\n` +
        `Na 2.0                  0.0                  1.0\n`,
    );
  });

  it("is undone by parseExtendedXyzFrames, positions within rounding, for any ordered crystals", () => {
    fc.assert(
      fc.property(fc.array(arbitraryOrderedCrystal, { maxLength: 3 }), (structures) => {
        const read = [...parseExtendedXyzFrames(writeExtendedXyz(structures))];
        expect(read).toHaveLength(structures.length);
        for (const [index, each] of read.entries()) {
          if (!each.ok) throw each.error;
          expectSameCrystal(each.value, structures[index] as Structure);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("leaves labels of some sites only out, with a remark", () => {
    const codes: string[] = [];
    const sites = [createSite("Na", [0, 0, 0], "Na1"), createSite("Cl", [0.5, 0.5, 0.5])];
    const text = writeExtendedXyz(
      { lattice: cubic, sites },
      { onDiagnostic: ({ code }) => codes.push(code) },
    );
    expect(codes).toEqual(["FORMAT_LABELS_LEFT_OUT"]);
    expect(text).not.toContain("Na1");
  });

  it("refuses partial occupancy", () => {
    const sites = [createSite([{ element: "Na", occupancy: 0.5 }], [0, 0, 0])];
    expect(() => writeExtendedXyz({ lattice: cubic, sites })).toThrow(
      expect.objectContaining({ code: "FORMAT_UNWRITABLE", format: "extxyz" }),
    );
  });

  it("writes nothing for no crystals", () => {
    expect(writeExtendedXyz([])).toBe("");
  });
});

describe("parseKeyValues", () => {
  it("reads what ASE writes", () => {
    const values = parseKeyValues(
      String.raw`a=1 flag b="x \"y\" = [z]" c=[1 2] d={T F} e="_JSON [\"p\", \"q\"]" "f g"=2`,
    );
    expect(Object.fromEntries([...values].map(([key, { text }]) => [key, text]))).toEqual({
      a: "1",
      flag: "T",
      b: 'x "y" = [z]',
      c: "1 2",
      d: "T F",
      e: '_JSON ["p", "q"]',
      "f g": "2",
    });
  });
});
