// Time of text to structure per CIF, on the first crystals of the dataset with 18 to 23 sites.
// Run: npx tsx --conditions=@ftcp/source packages/cif/bench/parseCif.bench.ts
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

import { parseCif, writeCif } from "@ftcp/cif";
import { sharedData } from "@ftcp/testing";

const folder = sharedData();
if (folder === undefined) {
  console.log("skipped: ../shared is not present");
} else {
  const texts = gunzipSync(readFileSync(`${folder}/crystals.jsonl.gz`))
    .toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { cif: string; nsites: number })
    .filter(({ nsites }) => nsites >= 18 && nsites <= 23)
    .slice(0, 2000)
    .map(({ cif }) => cif);
  const structures = texts.map((text) => parseCif(text));
  const best = (work: () => void): number => {
    let shortest = Infinity;
    for (let run = 0; run < 10; run += 1) {
      const start = performance.now();
      work();
      shortest = Math.min(shortest, performance.now() - start);
    }
    return shortest / texts.length;
  };
  const read = best(() => {
    for (const text of texts) parseCif(text);
  });
  const write = best(() => {
    for (const structure of structures) writeCif(structure);
  });
  console.log(
    `parseCif ${read.toFixed(4)} ms, writeCif ${write.toFixed(4)} ms (${texts.length} CIFs)`,
  );
}
