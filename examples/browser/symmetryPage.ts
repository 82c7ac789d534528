// What a web page needs to find symmetry: bundled by symmetryBrowser.test.ts and opened in Chromium.
import { parseCif } from "@ftcp/cif";
import { formatOperation } from "@ftcp/crystal";
import { createSymmetryFinder } from "@ftcp/crystal/symmetry";

/** What the page says about one crystal. */
export interface SymmetryReport {
  readonly symbol: string;
  readonly hallNumber: number;
  readonly pearson: string;
  readonly wyckoff: string;
  readonly operations: readonly string[];
}

async function report(): Promise<SymmetryReport[]> {
  const [module, cifs] = await Promise.all([fetch("/moyo_wasm_bg.wasm"), fetch("/cifs.json")]);
  const finder = await createSymmetryFinder(await module.arrayBuffer());
  return ((await cifs.json()) as string[]).map((cif) => {
    const dataset = finder.find(parseCif(cif));
    return {
      symbol: dataset.hermannMauguin,
      hallNumber: dataset.hallNumber,
      pearson: dataset.pearsonSymbol,
      wyckoff: dataset.wyckoffLetters.join(""),
      operations: dataset.operations.map(formatOperation),
    };
  });
}

try {
  document.body.textContent = JSON.stringify(await report());
} catch (error) {
  document.body.textContent = String(error);
}
