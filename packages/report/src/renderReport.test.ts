import { describe, expect, it } from "@jest/globals";
import { writeCif } from "@ftcp/cif";
import { createLattice, createStructure } from "@ftcp/crystal";
import type { Structure } from "@ftcp/crystal";
import { createRandom } from "@ftcp/random";
import type { ReportDesign, ReportInput } from "./reportInput.ts";
import { renderReport } from "./renderReport.ts";

const perovskite = createStructure(
  createLattice({ a: 3.905, b: 3.905, c: 3.905, alpha: 90, beta: 90, gamma: 90 }),
  ["Sr", "Ti", "O", "O", "O"],
  [
    [0, 0, 0],
    [0.5, 0.5, 0.5],
    [0.5, 0.5, 0],
    [0.5, 0, 0.5],
    [0, 0.5, 0.5],
  ],
);

function createDesign(id: string, structure: Structure = perovskite): ReportDesign {
  return {
    id,
    formula: "SrTiO3",
    structure,
    predicted: { formation_energy_per_atom: -0.52, band_gap: 1.1 },
    targetDistance: 0.02,
    root: { id: "mp-4019", formula: "CaTiO3", properties: { formation_energy_per_atom: -0.7 } },
    latentDistance: 0.4,
    checks: { valid: true, shortestDistance: 1.95, volumePerAtom: 11.9 },
    cif: writeCif(structure),
    file: `${id}.cif`,
  };
}

function createInput(designs: readonly ReportDesign[], crystals = 50): ReportInput {
  const random = createRandom(1);
  const draw = (): Float64Array => Float64Array.from({ length: crystals }, () => random.normal());
  return {
    title: "Crystals designed for formation_energy_per_atom=-0.5",
    targets: ["formation_energy_per_atom=-0.5"],
    sampler: "lp",
    seed: 1,
    modelName: "ternary-20",
    attribution: "Data from the Materials Project (https://materialsproject.org), CC BY 4.0.",
    designs,
    targetSpecs: [{ property: "formation_energy_per_atom", kind: "value", value: -0.5 }],
    map: {
      x: draw(),
      y: draw(),
      values: { formation_energy_per_atom: draw(), band_gap: draw() },
      designs: designs.map((_, index) => ({ x: index / 10, y: 0 })),
      explainedVariance: [0.3, 0.2, 0.1],
    },
    funnel: { sampled: 40, knownFormula: 20, accepted: designs.length },
    seconds: 3.2,
  };
}

/** Every tag must be closed in order, every attribute quoted, every ampersand an entity, every id unique. */
function findMarkupFaults(html: string): string[] {
  const faults: string[] = [];
  const open: string[] = [];
  const body = html
    .replace(/^<!DOCTYPE html>\n/, "")
    .replace(/<style>[^<]*<\/style>/, "")
    .replace(/(?<=<script[^>]*>)[\s\S]*?(?=<\/script>)/g, "");
  for (const part of body.split(/(<[^>]*>)/)) {
    if (!part.startsWith("<")) {
      if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(part)) faults.push(`bare & in ${part}`);
      continue;
    }
    const [, closing, name = "", attributes = "", empty] =
      /^<(\/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z-]+="[^"<]*")*)\s*(\/?)>$/.exec(part) ?? [];
    if (name === "" || /&(?!(?:amp|lt|gt|quot|#39);)/.test(attributes)) faults.push(part);
    else if (closing === "/") {
      if (open.pop() !== name) faults.push(`unexpected ${part}`);
    } else if (empty !== "/") open.push(name);
  }
  const ids = [...body.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  if (new Set(ids).size !== ids.length) faults.push("an id occurs twice");
  return [...faults, ...open.map((name) => `<${name}> is not closed`)];
}

const withoutScript = (page: string): string =>
  page.replace(/<script nonce[\s\S]*?<\/script>/g, "");

describe("renderReport", () => {
  const designs = ["one", "two", "three"].map((id) => createDesign(id));
  const html = renderReport(createInput(designs));

  it("is well-formed", () => {
    expect(findMarkupFaults(html)).toEqual([]);
  });

  it("shows every design in the table, in the plots and as a drawing, with its whole CIF", () => {
    expect(html.match(/<svg class="structure"/g)).toHaveLength(3);
    expect(html.match(/<path class="design"/g)).toHaveLength(2 * 3);
    expect(html.match(/<circle class="predicted"/g)).toHaveLength(3);
    for (const { cif, file } of designs) {
      const address = new RegExp(`href="data:chemical/x-cif;base64,([^"]*)" download="${file}"`);
      expect(Buffer.from(address.exec(html)?.[1] ?? "", "base64").toString()).toBe(cif);
    }
    expect(html).toContain("SrTiO<sub>3</sub>");
    expect(html).toContain("mp-4019");
    expect(html).toContain("−0.520");
  });

  it("loads nothing: its only outside address is the link in the attribution", () => {
    const markup = html.replace(/(?<=<script[^>]*>)[\s\S]*?(?=<\/script>)/g, "");
    const outside = markup
      .match(/(?:https?:)?\/\/[a-z][^"<\s]*/gi)
      ?.filter((text) => text.includes("."));
    expect(new Set(outside)).toEqual(new Set(["https://materialsproject.org"]));
    expect(html).toContain('<a href="https://materialsproject.org" rel="noreferrer">');
    expect(markup).not.toMatch(/<script[^>]* src|<link|<img|<iframe|@import|url\((?!#)/i);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
    const nonce = /script-src 'nonce-([0-9a-f]{8})'/.exec(policy)?.[1] ?? "";
    expect(html.match(new RegExp(`<script nonce="${nonce}">`, "g"))).toHaveLength(1);
    expect(html).toContain("default-src 'none'");
  });

  it("escapes hostile text wherever it comes from", () => {
    const hostile = `"'><script>alert(1)</script><a href=javascript:alert(1)>&`;
    const design: ReportDesign = {
      ...createDesign("x"),
      id: hostile,
      formula: hostile,
      file: hostile,
      cif: hostile,
      files: [{ label: hostile, name: hostile, text: hostile }],
      spaceGroup: hostile,
      repairs: [hostile],
      mostSimilar: { id: hostile, dissimilarity: 0.5 },
      predicted: { [hostile]: 1 },
      root: { id: hostile, formula: hostile, properties: { [hostile]: 2 } },
    };
    const input = createInput([design]);
    const page = renderReport(
      {
        ...input,
        title: hostile,
        targets: [hostile],
        sampler: hostile,
        modelName: hostile,
        attribution: `${hostile} https://example.org/"onclick=alert(1) javascript:alert(1)`,
        targetSpecs: [{ property: hostile, kind: "below", value: 3 }],
        map: { ...input.map, values: { [hostile]: input.map.x } },
        funnel: { [hostile]: 1 },
        rates: [
          {
            title: hostile,
            columns: [hostile],
            rows: [{ label: hostile, values: [1] }],
            note: hostile,
          },
        ],
      },
      { viewerScript: `"</script><script>alert(1)</script>"` },
    );
    expect(findMarkupFaults(page)).toEqual([]);
    expect(page.match(/<script/gi)).toHaveLength(3); // data, viewer, page
    expect(page.replace(/<script nonce[\s\S]*?<\/script>/g, "")).not.toMatch(
      /<[^>]* (?:on\w+|href="javascript)|<script>/i,
    );
    expect(page).toContain("&lt;script&gt;");
  });

  it("gives the same page for the same input", () => {
    expect(renderReport(createInput(designs))).toBe(html);
  });

  it("stays below 3 MB with 15,294 training crystals and 20 designs of 20 sites", () => {
    const random = createRandom(7);
    const dense = createStructure(
      createLattice({ a: 7, b: 7.5, c: 8, alpha: 80, beta: 95, gamma: 110 }),
      Array.from({ length: 20 }, (_, index) => ["Ca", "Ti", "O"][index % 3] ?? "O"),
      Array.from({ length: 20 }, () => [random.uniform(), random.uniform(), random.uniform()]),
    );
    const twenty = Array.from({ length: 20 }, (_, index) => createDesign(`d${index}`, dense));
    const page = renderReport(createInput(twenty, 15_294));
    expect(page.length).toBeLessThan(3e6);
    expect(page.match(/h0/g)?.length).toBe(2 * 4000);
    expect(findMarkupFaults(page)).toEqual([]);
  });

  it("shows the training crystal most like each design only where it was looked for", () => {
    expect(html).not.toContain("Least dissimilarity");
    const like = { ...createDesign("like"), mostSimilar: { id: "mp-5229", dissimilarity: 0.4217 } };
    const input = createInput([like, createDesign("unknown")]);
    const page = renderReport(input, { viewerScript: "0;" });
    expect(findMarkupFaults(page)).toEqual([]);
    expect(page).toContain(
      '<td class="number" data-value="0.4217">0.422 <small>mp-5229</small></td>',
    );
    expect(page).toContain('<td class="number" data-value="">–</td>');
    expect(page).toContain('["Most similar","mp-5229 (0.422)"]');
  });

  it("says so when there are no designs, no labels or no training crystals", () => {
    const empty = createInput([], 0);
    const page = renderReport({ ...empty, targetSpecs: [] });
    expect(findMarkupFaults(page)).toEqual([]);
    expect(page).toContain("No design was found.");
    expect(page).toContain("No training crystal has this property.");
    expect(withoutScript(page)).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("survives missing and infinite numbers and designs without a root", () => {
    const { root, ...rootless } = createDesign("a");
    expect(root).toBeDefined();
    const design: ReportDesign = {
      ...rootless,
      predicted: { band_gap: NaN },
      targetDistance: Infinity,
      latentDistance: NaN,
    };
    const input = createInput([design]);
    const page = renderReport({
      ...input,
      map: { ...input.map, x: [NaN, 1], y: [1, 2], designs: [{ x: NaN, y: 0 }] },
    });
    expect(findMarkupFaults(page)).toEqual([]);
    expect(withoutScript(page)).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("draws the first 100 designs and lists all", () => {
    const many = Array.from({ length: 130 }, (_, index) => createDesign(`d${index}`));
    const page = renderReport(createInput(many));
    expect(page.match(/<svg class="structure"/g)).toHaveLength(100);
    expect(page.match(/download="/g)).toHaveLength(130);
    expect(page).toContain("the other 30 are in the table");
  });
});
