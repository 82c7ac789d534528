// A map of the latent space of the bundled model: its training crystals, and where three samplers go from a few of them.
import { dot, line } from "@observablehq/plot";
import { readPretrained } from "@ftcp/pretrained/node";
import {
  applyProjection,
  LatentIndex,
  parseTarget,
  projectLatents,
  samplePerturbation,
  sampleRandom,
  sampleSlerp,
  selectSeeds,
} from "@ftcp/sampling";
import { saveFigure } from "./saveFigure.ts";

const { index: files } = await readPretrained("ternary-20");
const index = LatentIndex.fromFiles(files);
const map = projectLatents(index.latents);
const crystals = Array.from({ length: index.count }, (_, row) => ({
  x: map.coordinates[2 * row],
  y: map.coordinates[2 * row + 1],
  energy: index.propertiesOf(row)["formation_energy_per_atom"],
}));
console.log(`${index.count} crystals of ${index.latentSize} dimensions`);

// %% Figure S1 of the paper: the regression has laid out the crystals by formation energy.
const axes = { x: { label: "first component" }, y: { label: "second component" } };
saveFigure("latent-map", {
  ...{ width: 640, height: 480, ...axes },
  color: { scheme: "viridis", domain: [-4, 0], clamp: true },
  key: { "-4 eV/atom": "#440154", "-2 eV/atom": "#21918c", "0 eV/atom": "#d0b500" },
  marks: [
    dot(
      crystals.filter((_, i) => i % 5 === 0),
      { x: "x", y: "y", stroke: "energy", r: 1.5 },
    ),
  ],
});

// %% Three ways to new points, from crystals near -0.5 eV/atom.
const target = parseTarget("formation_energy_per_atom=-0.5", index.propertyNames);
const roots = selectSeeds(index, target, { count: 4 });
const samples = [
  ...samplePerturbation({ roots, perRoot: 25, seed: 1 }),
  ...sampleSlerp({ roots, count: 100, steps: 20, seed: 1 }),
  ...sampleRandom({ latents: index.latents, count: 100, seed: 1 }),
];
const toMap = (
  latents: readonly Float32Array[],
): { x: number | undefined; y: number | undefined }[] => {
  const size = index.latentSize;
  const data = new Float32Array(latents.length * size);
  latents.forEach((latent, i) => {
    data.set(latent, i * size);
  });
  const places = applyProjection(map, { data, shape: [latents.length, size] });
  return latents.map((_, i) => ({ x: places[2 * i], y: places[2 * i + 1] }));
};
const places = toMap(samples.map(({ latent }) => latent)).map((place, i) => ({
  ...place,
  sampler: samples[i]?.sampler,
}));
const colors = { lp: "#4e79a7", slerp: "#e15759", random: "#59a14f" };
saveFigure("samplers", {
  key: colors,
  ...{
    width: 640,
    height: 480,
    ...axes,
    color: { domain: Object.keys(colors), range: Object.values(colors) },
  },
  marks: [
    dot(
      crystals.filter((_, i) => i % 20 === 0),
      { x: "x", y: "y", fill: "#ddd", r: 1.5 },
    ),
    line(places.filter(({ sampler }) => sampler === "slerp").slice(0, 20), {
      x: "x",
      y: "y",
      stroke: "#bbb",
    }),
    dot(places, { x: "x", y: "y", stroke: "sampler", r: 2 }),
    dot(toMap(roots.map(({ latent }) => latent)), {
      x: "x",
      y: "y",
      symbol: "star",
      r: 6,
      fill: "black",
    }),
  ],
});
for (const sampler of ["lp", "slerp", "random"]) {
  const own = samples.filter((sample) => sample.sampler === sampler);
  const mean = own.reduce((sum, { distance }) => sum + distance, 0) / own.length;
  console.log(
    `${sampler}: ${own.length} samples, ${mean.toFixed(1)} from where they started, on average`,
  );
}
