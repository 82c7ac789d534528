// Writes card.md of a bundled model from what `ftcp evaluate --json` printed, training.json and what the model
// file says of itself; for ternary-20 also the table of measurements in the README of the repository.
// Where there is a metrics-float32.json, the card says what the precision of the weights costs.
// Usage: node tools/pretrained/write-card.js MODEL_FOLDER ARGUMENTS_OF_FTCP...
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { createPreset } from "@ftcp/vae";

const [folder, ...words] = process.argv.slice(2);
const quote = (word) =>
  word.includes('"') ? `'${word}'` : /[ <]/u.test(word) ? `"${word}"` : word;
const command = ["ftcp", ...words.map(quote)].join(" ");
const file = readFileSync(join(folder, "model.safetensors"));
const header = JSON.parse(file.subarray(8, 8 + Number(file.readBigUInt64LE(0))).toString());
const { about, config, layout } = JSON.parse(header.__metadata__.contents);
const name = basename(folder);
const index = JSON.parse(readFileSync(join(folder, "index.json"), "utf8"));
const { elements, maxSites } = about.filter;
const option = (wanted) => words[words.indexOf(wanted) + 1];
const kindsOf = (min, max) =>
  ["unary", "binary", "ternary", "quaternary"].slice(min - 1, max).join(" and ");
const learned = option("--elements").split("-").map(Number);
const where = words.includes("--index-where") ? ` with ${option("--index-where")}` : "";
const units = { band_gap: "eV", Powerfactor: "as in the transport data" };
const properties = index.propertyNames.map((name) => `${name} (${units[name] ?? "eV/atom"})`);
const parameters = Object.entries(header)
  .filter(([name]) => name !== "__metadata__" && !name.endsWith(".scale"))
  .map(([, entry]) => entry)
  .reduce((sum, entry) => sum + entry.shape.reduce((product, size) => product * size, 1), 0);
const metrics = JSON.parse(readFileSync(join(folder, "metrics.json"), "utf8"));
const { perturbationScale } = createPreset(option("--preset"));
const percent = (value) => `${(100 * value).toFixed(2)} %`;
const mebibytes = (name) => `${(statSync(join(folder, name)).size / 2 ** 20).toFixed(2)} MiB`;
const measured = [
  ["element accuracy, real slots", percent(metrics.elementAccuracy)],
  ["whole formula right", percent(metrics.formulaAccuracy)],
  ["number of sites right", percent(metrics.siteCountAccuracy)],
  ["lattice length MAPE", percent(metrics.lengthMape)],
  ["lattice angle MAPE", percent(metrics.angleMape)],
  ["coordinate MAE, periodic, real sites", metrics.coordinateMae.toFixed(5)],
  ["match rate (StructureMatcher 0.3, 0.5, 10°)", percent(metrics.matchRate)],
  ...Object.entries(metrics.propertyMae).map(([name, value]) => [
    `${name} MAE (${metrics.propertyCount[name]} crystals)`,
    value.toFixed(4),
  ]),
];
const generation = JSON.parse(readFileSync(join(folder, "generation.json"), "utf8"));
const { prior } = generation;
const fromPrior = [
  [`structurally valid, of ${prior.samples} draws of the prior`, percent(prior.valid)],
  ["valid composition (SMACT), of the same", percent(prior.neutral)],
];
const rows = [...measured, ...fromPrior, ...generation.perturbed.flatMap(describePerturbed)];
const training = describeTraining(JSON.parse(readFileSync(join(folder, "training.json"), "utf8")));
const network =
  config.architecture === "environment"
    ? "dense layers beside a linear path, environments of sites (neighbours by slot, distance and direction)"
    : "convolutions beside a linear path";
const transport =
  " Power factors: Ricci et al., Scientific Data 4, 170085 (2017), doi:10.1038/sdata.2017.85.";
const differences =
  "it reads and decodes the real space of the canonical cell, and no structure factors (paper: Eq. 1; reference: a linear F); " +
  "dense layers beside a linear path, and environments of sites, in place of convolutions; " +
  `β = ${about.loss.beta} per crystal (paper: above 1; reference: 3.1e-5); ` +
  "cross-entropies, periodic coordinates and masks in place of squared errors of all entries; " +
  "overlapping atoms and flat cells of crystals decoded from the prior and from perturbed latents are in the loss; " +
  "contents are decoded so that charges balance where that is likely; " +
  "the regression is σ(g(z))·h(z) (paper: σ(g(z)·h(z)), Eq. 2; reference: no gate).";
const text = `# Model card: ${name}

An FTCP autoencoder for ${kindsOf(elements.min, elements.max)} crystals of at most ${maxSites} sites, with ${properties.join(", ")}.

- **Architecture**: layout \`${layout.name}\` (${layout.cell ?? "canonical"} cell, ${layout.rows} x ${layout.columns}), ${network}, latent space of ${config.latentSize} dimensions, ${parameters.toLocaleString("en")} parameters, stored as int8 with a scale per column (large dense kernels) and float16 (all others).
- **Files**: \`model.safetensors\` ${mebibytes("model.safetensors")}; latent index of the training crystals \`index.json\` ${mebibytes("index.json")} and \`index.bin\` ${mebibytes("index.bin")} (id, reduced formula, properties, latent; figures only, no structures).
- **Data**: ${about.crystals.toLocaleString("en")} ${kindsOf(learned[0], learned.at(-1))} crystals of the train split, of which ${index.count.toLocaleString("en")} ${kindsOf(elements.min, elements.max)} ones${where} are in the index (split by a hash of the reduced formula, so that polymorphs never straddle). Structures and labels: Materials Project, CC BY 4.0; Jain et al., APL Materials 1, 011002 (2013), doi:10.1063/1.4812323. The formation energies come from more than one release of the database, with different corrections (median difference 0.009, 90th percentile 0.15 eV/atom).
- **Licence**: code and weights MIT; the index derives from Materials Project data, CC BY 4.0, attribution as above.${words.includes("Powerfactor") ? transport : ""}
- **Trained by** \`${command}\`: seed ${about.seed}, ${about.epochs} epochs. The same command, crystals and engine give the same bytes${describeLoss()}; another engine gives other rounding.
- **Training time and machine**: ${training.time}; ${training.machine}.
- **What differs** between preset \`ftcp\` and the paper or the Python reference: ${differences} What of the command above differs from the preset is this model's own. Why, what was tried and what it costs: [docs/reproduction.md](../../../../docs/reproduction.md#the-three-recipes).
- **Intended use**: proposing crystals for calculation. Designs are unrelaxed, predictions are the model's own; nothing here replaces a calculation.

## Test metrics

As printed by \`ftcp evaluate --matches\` on the whole test split (${metrics.crystals.toLocaleString("en")} crystals, ${metrics.skipped} skipped): latents are posterior means, only real slots and sites count, distances are periodic, nothing is set to zero before it is compared. Cell and coordinates are those of the canonical cell. ${describePrecision()}Below, what the model decodes from latents that no crystal was encoded to (\`generation.json\`, by \`evaluateGeneration\`, nothing repaired or thrown away): structurally valid means no two atoms within 0.5 Å; a valid composition, that its charges can be balanced as SMACT counts it, alloys passing.

| metric | value |
| --- | --- |
${rows.map(([name, value]) => `| ${name} | ${value} |`).join("\n")}
`;
writeFileSync(join(folder, "card.md"), text);

if (name !== "ternary-20") process.exit(); // the README shows the other one

// Columns two and three are other people's numbers: a port of the Python reference, re-trained on
// the same split and measured the same way, and what the paper reports of its own crystals.
const others = [
  ["99.4 %", "99.1 %"],
  ["98.2 % (95.3 % as published)", "–"],
  ["99.3 %", "–"],
  ["12.2 %", "7.41 %"],
  ["5.8 %", "3.99 %"],
  ["0.050", "0.001, counted otherwise"],
  ["48.1 %", "69.9 % (MP-20, CDVAE's report)"],
  ["0.160", "0.063"],
  ["0.331", "0.231"],
  ["25.8 %", "1.55 % (CDVAE's report)"],
  ["–", "48.4 % (CDVAE's report)"],
  ["82.5 %, perturbed by 0.6", "–"],
  ["30 %, perturbed by 0.6", "–"],
  ["30 to 45 min, two threads", "–"],
];
const atPreset = generation.perturbed.find(({ scale }) => scale === perturbationScale);
const [validAtPreset, , changedAtPreset] = describePerturbed(atPreset);
const shown = [
  ...[...measured, ...fromPrior, validAtPreset, changedAtPreset],
  ["training from nothing", training.time],
];
const table = [
  "| metric | ours | reference, re-trained | paper |",
  "| --- | --- | --- | --- |",
  ...shown.map(([name, value], i) => `| ${[name, value, ...others[i]].join(" | ")} |`),
].join("\n");
const readme = new URL("../../README.md", import.meta.url);
const [before, , after] = readFileSync(readme, "utf8").split(
  /(<!-- metrics -->[^]*<!-- \/metrics -->)/,
);
writeFileSync(readme, `${before}<!-- metrics -->\n\n${table}\n\n<!-- /metrics -->${after}`);

function describePerturbed({ scale, valid, neutral, formulaChanged }) {
  const name = scale === perturbationScale ? ", the preset's scale" : "";
  return [
    [`structurally valid, of test crystals perturbed by ${scale}${name}`, percent(valid)],
    ["valid composition, of the same", percent(neutral)],
    ["another formula, of the same", percent(formulaChanged)],
  ];
}

/** What training.json says, in words. */
function describeTraining({ engine, threads, cores, seconds, processorSeconds }) {
  const minutes = (value) => (value / 60).toFixed(1);
  return {
    time: `${minutes(seconds)} min by the clock, ${minutes(processorSeconds)} of a processor`,
    machine: `${engine} with ${threads} thread${threads === 1 ? "" : "s"} on a machine with ${cores} cores`,
  };
}

/** What the weights of the file cost, where the same ones were measured as float32. */
function describePrecision() {
  const path = join(folder, "metrics-float32.json");
  if (!existsSync(path)) return "";
  const exact = JSON.parse(readFileSync(path, "utf8"));
  const changes = [
    ["formulas right", 100 * (metrics.formulaAccuracy - exact.formulaAccuracy), " points"],
    ...Object.keys(metrics.propertyMae).map((property) => {
      return [property, metrics.propertyMae[property] - exact.propertyMae[property], ""];
    }),
  ];
  const texts = changes.map(([what, change, unit]) => {
    return `${what} ${change < 0 ? "" : "+"}${change.toPrecision(2)}${unit}`;
  });
  return `Against the same weights as float32 (\`metrics-float32.json\`), these differ by: ${texts.join(", ")}. `;
}

/** Weights of the loss that the preset has changed since. */
function describeLoss() {
  const { loss } = createPreset(option("--preset")).options;
  const changed = Object.keys(loss).filter((key) => about.loss[key] !== loss[key]);
  if (changed.length === 0) return "";
  const texts = changed.map((key) => `${key} was ${about.loss[key]}, now ${loss[key]}`);
  return `, had the preset not changed since: ${texts.join(", ")}`;
}
