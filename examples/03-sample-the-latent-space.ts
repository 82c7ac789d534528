// Three ways to new points of the latent space, and the crystals that lie there.
import { compositionOf, reducedFormula } from "@ftcp/crystal";
import { readPretrained } from "@ftcp/pretrained/node";
import {
  type DesignModel,
  LatentIndex,
  parseTarget,
  samplePerturbation,
  sampleRandom,
  sampleSlerp,
  selectSeeds,
} from "@ftcp/sampling";
import { CrystalVae } from "@ftcp/vae";
import { prepareWasmBackend } from "@ftcp/vae/wasm";

await prepareWasmBackend();
const files = await readPretrained("ternary-20");
const vae = await CrystalVae.fromBytes(files.model);
const model: DesignModel = vae; // @ftcp/sampling knows no network: any such model will do
const index = LatentIndex.fromFiles(files.index);

const target = parseTarget("band_gap=1.5", model.properties);
const roots = selectSeeds(index, target, { count: 4 });
console.log("known crystals near the target:", roots.map(({ formula }) => formula).join(" "));

const samples = [
  ...samplePerturbation({ roots, perRoot: 1, seed: 1 }), // Lp: noise around each
  ...sampleSlerp({ roots, count: 4, seed: 1 }), // Slerp: great circles between them
  ...sampleRandom({ latents: index.latents, count: 4, seed: 1 }), // Random: a Gaussian over all
];
for (const { latent, sampler, roots: from, distance } of samples) {
  const latents = { data: latent, shape: [1, latent.length] } as const;
  const [crystal] = await model.decode(latents);
  const formula = crystal?.ok ? reducedFormula(compositionOf(crystal.value)) : "no crystal";
  console.log(`${sampler}: ${formula}, ${distance.toFixed(1)} from ${from[0] ?? "the mean"}`);
}
vae.dispose();
