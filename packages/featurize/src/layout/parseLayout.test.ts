import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";

import { FeaturizeError } from "../featurizeError.ts";
import { scalarPropertyTable } from "../property/scalarPropertyTable.ts";
import { createLayout } from "./createLayout.ts";
import { parseLayout } from "./parseLayout.ts";

function damaged(change: (layout: Record<string, unknown>) => void): unknown {
  const copy = JSON.parse(JSON.stringify(createLayout())) as Record<string, unknown>;
  change(copy);
  return copy;
}

describe("parseLayout", () => {
  it("gives back what createLayout made, from text and from data", () => {
    const sizes = { maxElements: 4, maxSites: 40 };
    for (const options of [
      {},
      { name: "paper" as const, planes: [[0, -1, 0] as const] },
      { name: "reference" as const },
      { name: "reference" as const, blocks: "momentum" as const },
      { blocks: ["structureFactors", "cell"] as const, convention: "magnitude-phase" as const },
      { propertyTable: scalarPropertyTable(["electronegativity"]), emptyClass: false },
    ]) {
      const layout = createLayout({ ...sizes, ...options });
      expect(parseLayout(JSON.stringify(layout))).toEqual(layout);
      expect(parseLayout(JSON.parse(JSON.stringify(layout)))).toEqual(layout);
    }
  });

  it("reads the documents of version 1 as what they meant", () => {
    const { kind, maxElements, maxSites, rows, columns, rowMultiple, elements, ...rest } =
      createLayout();
    const { planes, padding, propertyTable } = rest;
    const blocks = rest.blocks.map(({ name, start, end }) => ({ name, start, end }));
    for (const [name, cell] of [
      ["ftcp", "canonical"],
      ["paper", "given"],
    ] as const) {
      const old = {
        ...{ kind, version: 1, name, maxElements, maxSites, rows, columns, rowMultiple, elements },
        ...{ propertyTable, planes, blocks, padding },
      };
      const layout = parseLayout(JSON.stringify(old));
      expect(layout).toMatchObject({ version: 2, name, cell, siteOrder: cell, rows: 304 });
      expect(layout.blocks).toEqual(createLayout().blocks);
      expect(() => parseLayout({ ...old, emptyClass: true })).toThrow(
        expect.objectContaining({ code: "FEATURIZE_INVALID_LAYOUT", data: { path: "emptyClass" } }),
      );
    }
  });

  it("names another version as such", () => {
    const layout = damaged((copy) => (copy["version"] = 3));
    expect(() => parseLayout(layout)).toThrow(
      expect.objectContaining({ code: "FEATURIZE_LAYOUT_VERSION" }),
    );
  });

  it.each<[string, string, (layout: Record<string, unknown>) => void]>([
    ["another kind", "kind", (copy) => (copy["kind"] = "layout")],
    ["an unknown preset", "", (copy) => (copy["name"] = "mine")],
    ["too few rows", "rows", (copy) => (copy["rows"] = 303)],
    ["sites as text", "maxSites", (copy) => (copy["maxSites"] = "20")],
    ["sites out of range", "", (copy) => (copy["maxSites"] = 1e9)],
    ["a missing entry", "padding", (copy) => delete copy["padding"]],
    ["an unknown entry", "extra", (copy) => (copy["extra"] = 1)],
    ["a swapped element", "elements[0]", (copy) => ((copy["elements"] as string[])[0] = "D")],
    ["no planes", "planes", (copy) => (copy["planes"] = null)],
    ["a plane of text", "planes[3]", (copy) => ((copy["planes"] as unknown[])[3] = "0,0,1")],
    ["another convention", "rows", (copy) => (copy["convention"] = "real")],
    ["an unknown convention", "", (copy) => (copy["convention"] = "complex")],
    ["an unknown table", "propertyTable", (copy) => (copy["propertyTable"] = { name: "x" })],
    ["a block of another kind", "blocks[0]", (copy) => ((copy["blocks"] as unknown[])[0] = 1)],
    ["no blocks", "blocks", (copy) => delete copy["blocks"]],
    ["an unknown choice of planes", "planeChoice", (copy) => (copy["planeChoice"] = "cube")],
    ["a shifted block", "blocks[1].start", (copy) => (copy["blocks"] = shifted(copy["blocks"]))],
  ])("refuses %s and says where", (_, path, change) => {
    expect(() => parseLayout(damaged(change))).toThrow(
      expect.objectContaining({ code: "FEATURIZE_INVALID_LAYOUT", data: { path } }),
    );
  });

  it("refuses text that is no JSON", () => {
    expect(() => parseLayout("{")).toThrow(
      expect.objectContaining({ code: "FEATURIZE_INVALID_LAYOUT" }),
    );
  });

  it("throws nothing but its own error on arbitrary JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, planes) => {
        const base = { ...createLayout(), planes };
        for (const json of [value, base]) {
          try {
            parseLayout(json);
          } catch (error) {
            expect(error).toBeInstanceOf(FeaturizeError);
          }
        }
      }),
    );
  });
});

function shifted(blocks: unknown): unknown {
  const list = blocks as { start: number }[];
  if (list[1] !== undefined) list[1].start = 103;
  return list;
}
