import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { parseCif, writeCif } from "@ftcp/cif";
import { compositionOf, reducedFormula } from "@ftcp/crystal";
import { locatePretrained } from "@ftcp/pretrained";
import { readPretrained } from "@ftcp/pretrained/node";
import { designCrystals, LatentIndex, parseTarget } from "@ftcp/sampling";
import { findChromium } from "@ftcp/testing";
import { CrystalVae } from "@ftcp/vae";
import { prepareWasmBackend } from "@ftcp/vae/wasm";

import { askPage } from "./browser/askPage.ts";

const describeBrowser = findChromium() === undefined ? describe.skip : describe;

describeBrowser("the road in Chromium (needs an installed chromium)", () => {
  it("designs the same crystals as in Node", async () => {
    const folder = fileURLToPath(new URL(".", locatePretrained("ternary-20").model));
    const wasm = join(fileURLToPath(import.meta.resolve("@tensorflow/tfjs-backend-wasm")), "..");
    const answer = await askPage({
      module: "designPage.ts",
      read: (path) => readFile(join(path.startsWith("/wasm/") ? wasm : folder, basename(path))),
      flags: ["--disable-gpu"],
    });
    const cifs = JSON.parse(answer) as string[];
    expect(cifs).toHaveLength(3);

    await prepareWasmBackend();
    const files = await readPretrained("ternary-20");
    const model = await CrystalVae.fromBytes(files.model);
    const index = LatentIndex.fromFiles(files.index);
    const targets = [parseTarget("formation_energy_per_atom=-0.5", model.properties)];
    const expected: string[] = [];
    for await (const event of designCrystals({ model, index, targets, count: 3, seed: 1 })) {
      if (event.kind === "design") expected.push(writeCif(event.design.structure));
    }
    model.dispose();
    const formulas = (texts: readonly string[]): string[] =>
      texts.map((cif) => reducedFormula(compositionOf(parseCif(cif))));
    expect(formulas(cifs)).toEqual(formulas(expected));
    // Not only in name: the cells agree, up to the rounding of another CPU path.
    cifs.forEach((cif, i) => {
      const [there, here] = [parseCif(cif).lattice, parseCif(expected[i] ?? "").lattice];
      expect(there.a).toBeCloseTo(here.a, 3);
      expect(there.gamma).toBeCloseTo(here.gamma, 2);
    });
  });
});
