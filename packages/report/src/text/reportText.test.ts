import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { elements } from "@ftcp/crystal";
import { createScale } from "../plots/createScale.ts";
import { describeProperty } from "./describeProperty.ts";
import { elementColor } from "../color/elementColor.ts";
import { escapeHtml } from "./escapeHtml.ts";
import { formatNumber } from "./formatNumber.ts";
import { formulaToHtml } from "./formulaToHtml.ts";
import { formulaToText } from "./formulaToText.ts";
import { viridis } from "../color/viridis.ts";

describe("escapeHtml", () => {
  it("leaves no character that markup could take for its own", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)|\0/);
      }),
    );
  });

  it("keeps ordinary text, accents and symbols", () => {
    expect(escapeHtml("a < b & Å³")).toBe("a &lt; b &amp; Å³");
  });
});

describe("formulas", () => {
  it("are set with subscripts", () => {
    expect(formulaToHtml("Ca3(PO4)2")).toBe("Ca<sub>3</sub>(PO<sub>4</sub>)<sub>2</sub>");
    expect(formulaToHtml("Li0.5CoO2")).toBe("Li<sub>0.5</sub>CoO<sub>2</sub>");
    expect(formulaToText("Ca3(PO4)12")).toBe("Ca₃(PO₄)₁₂");
    expect(formulaToText("Li0.5CoO2")).toBe("Li0.5CoO₂");
  });

  it("are escaped", () => {
    expect(formulaToHtml("<b2>")).toBe("&lt;b<sub>2</sub>&gt;");
  });
});

describe("formatNumber", () => {
  it("writes a real minus sign and no negative zero", () => {
    expect(formatNumber(-0.5, 2)).toBe("−0.50");
    expect(formatNumber(-0.001, 2)).toBe("0.00");
    expect(formatNumber(NaN, 2)).toBe("–");
    expect(formatNumber(-1.5e21, 2)).toBe("−1.50e+21");
  });
});

describe("describeProperty", () => {
  it("knows the units of known properties only", () => {
    expect(describeProperty("formation_energy_per_atom").heading).toBe(
      "Formation energy (eV/atom)",
    );
    expect(describeProperty("band_gap").heading).toBe("Band gap (eV)");
    expect(describeProperty("Powerfactor").heading).toBe("Powerfactor");
    expect(describeProperty("constructor").unit).toBe("");
  });
});

describe("createScale", () => {
  it("shows all values, with few ticks inside the range", () => {
    const finite = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1 }), (values) => {
        const scale = createScale(values, 0, 100);
        expect(scale.at(Math.min(...values))).toBeGreaterThanOrEqual(0);
        expect(scale.at(Math.max(...values))).toBeLessThanOrEqual(100 + 1e-9);
        expect(scale.ticks.length).toBeLessThan(10);
        for (const { value } of scale.ticks) {
          expect(scale.at(value)).toBeGreaterThan(-0.001);
          expect(scale.at(value)).toBeLessThan(100.001);
        }
      }),
    );
  });

  it("ticks at round numbers", () => {
    const labels = createScale([-0.93, 0.02], 0, 1).ticks.map(({ label }) => label);
    expect(labels).toEqual(["−0.8", "−0.6", "−0.4", "−0.2", "0.0"]);
  });

  it("has a range even when nothing or one value is shown", () => {
    expect(createScale([NaN], 0, 1)).toMatchObject({ low: 0, high: 1 });
    expect(createScale([3, 3], 0, 1)).toMatchObject({ low: 2.5, high: 3.5 });
  });
});

describe("colours", () => {
  it("exist for every element, as Jmol has them", () => {
    for (const { symbol } of elements) expect(elementColor(symbol)).toMatch(/^#[0-9A-F]{6}$/);
    // One from each period of Jmol's published table.
    const known = { H: "FFFFFF", O: "FF0D0D", S: "FFFF30", Fe: "E06633", Ag: "C0C0C0" };
    const heavy = { Ba: "00C900", Lu: "00AB24", Au: "FFD123", U: "008FFF", Lr: "C70066" };
    for (const [symbol, color] of Object.entries({ ...known, ...heavy })) {
      expect(elementColor(symbol)).toBe(`#${color}`);
    }
    expect(elementColor("D")).toBe("#FFFFFF");
  });

  it("of viridis run from dark purple to yellow", () => {
    expect([viridis(-1), viridis(0), viridis(0.5), viridis(1), viridis(2)]).toEqual([
      "#440154",
      "#440154",
      "#21918c",
      "#fde725",
      "#fde725",
    ]);
  });
});
