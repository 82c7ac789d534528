// The stranger test: packs every package, installs the tarballs in an empty project, and uses them there.
// Run after `npm ci && npm run build`: node scripts/check-install.js [--keep]
// The registry is asked only for what npm's cache does not hold. --keep leaves the projects for a look.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const repository = fileURLToPath(new URL("..", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "ftcp-install-"));
const tarballs = join(work, "tarballs");
mkdirSync(tarballs);

const execute = promisify(execFile);
/** Runs a program and gives what it prints; what it says of a failure is the message of the error. */
async function run(program, args, cwd) {
  try {
    const options = { cwd, timeout: 300_000, maxBuffer: 1e8, shell: process.platform === "win32" };
    return (await execute(program, args, options)).stdout;
  } catch (error) {
    const said = `${error.stdout ?? ""}\n${error.stderr ?? ""}`.trim();
    throw new Error(said.slice(-3000) || error.message, { cause: error });
  }
}
const npm = (args, cwd) => run("npm", args, cwd);
const node = (args, cwd) => run(process.execPath, args, cwd);

let checks = 0;
let failures = 0;
/** One line for one check; the check gives a remark or throws. */
async function check(name, work) {
  checks++;
  try {
    const remark = await work();
    console.log(`ok    ${name}${remark ? `: ${remark}` : ""}`);
  } catch (error) {
    failures++;
    console.log(`FAIL  ${name}\n${String(error.message).replace(/^/gm, "      ")}`);
  }
}
function demand(condition, message) {
  if (!condition) throw new Error(message);
}

const packages = readdirSync(join(repository, "packages")).map((folder) => {
  const path = join(repository, "packages", folder);
  const manifest = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
  const entries = Object.keys(manifest.exports)
    .filter((entry) => entry !== "./package.json")
    .map((entry) => manifest.name + entry.slice(1));
  return { path, manifest, entries, name: manifest.name };
});
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0)} kB`;

for (const each of packages) {
  await check(`pack ${each.name}`, async () => {
    demand(existsSync(join(each.path, "dist/index.js")), "not built; run npm run build first");
    const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", tarballs];
    const [packed] = JSON.parse(await npm(args, each.path));
    each.tarball = join(tarballs, packed.filename);
    each.size = packed.size;
    const files = packed.files.map(({ path }) => path);
    for (const file of ["README.md", "LICENSE", "dist/index.js", "dist/index.d.ts"]) {
      demand(files.includes(file), `${file} is missing`);
    }
    const stray = files.filter((file) => /\.test\.|\.slow\.|tsbuildinfo|(^|\/)test\//.test(file));
    demand(stray.length === 0, `should not be packed: ${stray.join(", ")}`);
    const sources = files.filter((file) => file.startsWith("src/"));
    const built = new Set(sources.map((file) => file.replace(/^src(.*)\.ts$/, "dist$1.js")));
    const stale = files.filter((file) => /^dist\/.*\.js$/.test(file) && !built.has(file));
    demand(stale.length === 0, `built from sources that are gone: ${stale.join(", ")}`);
    return `${files.length} files, ${kilobytes(packed.size)} packed, ${kilobytes(packed.unpackedSize)} on disk`;
  });
}
console.log(`      all together: ${kilobytes(packages.reduce((sum, { size }) => sum + size, 0))}`);

/** Makes a project that depends on these packages of ours, by tarball, and on what else it is given. */
async function install(name, ours, others = {}) {
  const project = join(work, name);
  mkdirSync(project);
  await check(`install ${ours.length} tarballs in the empty project "${name}"`, async () => {
    const tarballOf = (wanted) => packages.find((each) => each.name === wanted)?.tarball;
    const dependencies = Object.fromEntries(ours.map((each) => [each, `file:${tarballOf(each)}`]));
    const manifest = {
      private: true,
      type: "module",
      dependencies: { ...others, ...dependencies },
    };
    writeFileSync(join(project, "package.json"), JSON.stringify(manifest, null, 2));
    // Without scripts: onnxruntime-node comes with its libraries for the processor, its script only
    // fetches those for CUDA.
    const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"];
    await npm(["install", ...quiet], project);
    for (const each of ours) {
      const copies = await npm(["ls", each, "--all", "--parseable"], project);
      const count = copies.trim().split("\n").length;
      demand(count === 1, `${count} copies of ${each}`);
    }
  });
  return project;
}
const hasInstalled = (project, name) => existsSync(join(project, "node_modules", name));

/** Imports and requires an entry. */
async function checkEntry(project, entry) {
  await check(`import and require ${entry}`, async () => {
    const source = `
      import { createRequire } from "node:module";
      const imported = await import(${JSON.stringify(entry)});
      const required = createRequire(import.meta.url)(${JSON.stringify(entry)});
      const names = Object.keys(imported).sort();
      for (const name of names) {
        if (imported[name] !== required[name]) throw new Error("two copies of " + name);
      }
      console.log(names.length);`;
    const file = join(project, "entry.mjs");
    writeFileSync(file, source);
    const count = Number(await node([file], project));
    demand(count > 0, "it exports nothing");
    return `${count} names`;
  });
}

/** An entry whose peer is not there must say which one it is. */
async function checkMissingPeer(project, entry, peer) {
  await check(`${entry} without ${peer} says what is missing`, async () => {
    demand(!hasInstalled(project, peer), `${peer} is installed`);
    const file = join(project, "missing.mjs");
    writeFileSync(
      file,
      `const reason = await import("${entry}").then(() => ({ code: "none" }), (error) => error);
       console.log(reason.code, reason.message);`,
    );
    const printed = await node([file], project);
    const named = printed.startsWith("ERR_MODULE_NOT_FOUND") && printed.includes(peer);
    demand(named, `it says ${printed}`);
  });
}

/** Checks the types of one program as strict users of Node and of a bundler would, then compiles and runs it. */
async function checkProgram(project, name, sources, { skipLibCheck, types }, expected) {
  const folder = join(project, name);
  mkdirSync(folder);
  for (const [file, text] of Object.entries(sources)) writeFileSync(join(folder, file), text);
  const options = {
    ...{ target: "es2023", lib: ["es2023", "dom", "dom.iterable", "dom.asynciterable"], types },
    ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck },
    typeRoots: [join(repository, "node_modules/@types")],
  };
  const settings = {
    bundler: { module: "esnext", moduleResolution: "bundler", noEmit: true },
    nodenext: { module: "nodenext" },
  };
  for (const [resolution, own] of Object.entries(settings)) {
    const file = join(folder, `tsconfig.${resolution}.json`);
    writeFileSync(file, JSON.stringify({ compilerOptions: { ...options, ...own } }));
    await check(`types of a strict program, ${name}, ${resolution}`, async () => {
      await node([join(repository, "node_modules/typescript/bin/tsc"), "-p", file], project);
    });
  }
  await check(`run it, ${name}`, async () => {
    const printed = (await node([join(folder, "program.js")], project)).trim();
    demand(expected.test(printed), `it printed ${printed}`);
    return printed.replaceAll("\n", "; ");
  });
}

const cif = `data_CsCl
_cell_length_a 4.12  _cell_length_b 4.12  _cell_length_c 4.12
_cell_angle_alpha 90  _cell_angle_beta 90  _cell_angle_gamma 90
loop_ _atom_site_type_symbol _atom_site_fract_x _atom_site_fract_y _atom_site_fract_z
Cs 0 0 0
Cl 0.5 0.5 0.5
`;

// 1. Crystals, files and tensors, without any optional package: no tfjs, no Arrow, no ONNX Runtime.
const cifWorker = `
import { parseCif } from "@ftcp/cif";
import { createFeaturizeTask } from "@ftcp/featurize/node";

export default createFeaturizeTask((cif: string) => parseCif(cif));
`;
const withoutPeers = `
import { parseCif, parseStructures, streamCifBlocks, structureFromCifBlock } from "@ftcp/cif";
import { writeCif, writeExtendedXyz, writeOptimade, writePoscar, writePymatgenJson } from "@ftcp/cif";
import type { StructureFormat } from "@ftcp/cif";
import { compareStructures, compositionOf, reducedFormula, type Structure } from "@ftcp/crystal";
import { loadSymmetryFinder } from "@ftcp/crystal/node";
import { symmetrizeStructure, type SymmetryDataset } from "@ftcp/crystal/symmetry";
import { type CrystalRecord, readJsonl } from "@ftcp/datasets";
import { readDataset } from "@ftcp/datasets/node";
import { createLayout, defeaturize, featurize, featurizeAll, type FtcpTensor } from "@ftcp/featurize";
import { dissimilarity, fingerprintStructure } from "@ftcp/fingerprint";
import { createThreadPool, npzFormat, readNpy, writeNpy, writeTensors } from "@ftcp/featurize/node";
import { pretrainedNames } from "@ftcp/pretrained";
import { readPretrained } from "@ftcp/pretrained/node";
import { createRandom } from "@ftcp/random";
import { type DesignModel, LatentIndex, samplePerturbation } from "@ftcp/sampling";

const cif = ${JSON.stringify(cif)};
const structure: Structure = parseCif(cif);
const layout = createLayout();
const tensor: FtcpTensor = featurize(structure, layout);
const [result] = defeaturize(tensor, layout);
if (!result?.ok) throw new Error("no crystal came back");
const same: boolean = compareStructures(structure, parseCif(writeCif(structure)));
console.log(reducedFormula(compositionOf(structure)), same);

const symmetry: SymmetryDataset = (await loadSymmetryFinder()).find(structure);
const exact = symmetrizeStructure(structure, symmetry);
console.log("space group", symmetry.number, compareStructures(exact, parseCif(writeCif(exact, { symmetry }))));

const texts: readonly (readonly [StructureFormat, string])[] = [
  ["poscar", writePoscar(structure)],
  ["json", writePymatgenJson(structure)],
  ["extxyz", writeExtendedXyz(structure)],
  ["optimade", writeOptimade(structure)],
];
for (const [format, text] of texts) {
  const [read] = parseStructures(text, format).items;
  if (!read?.structure.ok || !compareStructures(structure, read.structure.value)) {
    throw new Error(format);
  }
}
let streamed = 0;
for await (const block of streamCifBlocks([cif.slice(0, 50), cif.slice(50), cif.replace("CsCl", "two")])) {
  if (block.ok && structureFromCifBlock(block.value) !== undefined) streamed++;
}
console.log("formats", texts.length, "streamed", streamed);

const pool = createThreadPool<string>({ size: 2, module: new URL("./cifWorker.js", import.meta.url) });
const made: boolean[] = [];
for await (const item of featurizeAll([cif, "no CIF", cif], { layout, pool })) {
  made.push(item.ok && item.value.data.every((value, index) => value === tensor.data[index]));
}
await pool.close();
const ownPool = createThreadPool({ size: 1 });
for await (const item of featurizeAll([structure], { layout, pool: ownPool })) made.push(item.ok);
await ownPool.close();
const file = new URL("./X.npz", import.meta.url).pathname;
await writeTensors(file, () => [{ tensor }], { layout, format: npzFormat() });
console.log("threads", made.join(" "));

const print = fingerprintStructure(structure);
if (dissimilarity(print, print) !== 0) throw new Error("a crystal is unlike itself");

const records: CrystalRecord[] = [];
for await (const item of readJsonl(JSON.stringify({ id: "a", cif: writeCif(structure) }))) {
  if (item.ok) records.push(item.value);
}
const roots = [{ id: "a", latent: new Float32Array([createRandom(1).normal()]) }];
const samples = [...samplePerturbation({ roots, perRoot: 2, seed: 1 })];
const files = await readPretrained("ternary-20");
const index: LatentIndex = LatentIndex.fromFiles(files.index);
console.log(records.length, samples.length, index.count > 0 && files.card.length > 0);
export type { DesignModel };
export { pretrainedNames, readDataset, readNpy, writeNpy };
`;
const optional = ["@tensorflow", "apache-arrow", "onnxruntime-node", "onnxruntime-web"];
const data = await install(
  "data",
  [
    "files",
    "random",
    "crystal",
    "fingerprint",
    "cif",
    "datasets",
    "featurize",
    "sampling",
    "pretrained",
  ].map((name) => `@ftcp/${name}`),
);
await check("optional packages are not installed unasked", () => {
  const found = optional.filter((name) => hasInstalled(data, name));
  demand(found.length === 0, `installed: ${found.join(", ")}`);
  return `no ${optional.join(", ")}`;
});
// Here every .d.ts is checked; the type declarations of tfjs-core itself have errors.
const strictest = { skipLibCheck: false, types: [] };
await checkProgram(
  data,
  "without-peers",
  { "program.ts": withoutPeers, "cifWorker.ts": cifWorker },
  strictest,
  /^CsCl true\nspace group 221 true\nformats 4 streamed 2\nthreads true false true true\n1 2 true$/,
);
await checkMissingPeer(data, "@ftcp/featurize/arrow", "apache-arrow");
await checkMissingPeer(data, "@ftcp/featurize/tfjs", "@tensorflow/tfjs-core");

// 2. The network with the packages it cannot do without, and the compiler without a runtime.
const network = await install(
  "network",
  ["files", "random", "crystal", "featurize", "vae"].map((name) => `@ftcp/${name}`),
);
await check("the network needs neither the compiler nor a backend to be imported", async () => {
  const unasked = ["@ftcp/onnx", "@tensorflow/tfjs-backend-wasm", ...optional.slice(1)];
  const found = unasked.filter((name) => hasInstalled(network, name));
  demand(found.length === 0, `installed: ${found.join(", ")}`);
  const file = join(network, "engine.mjs");
  writeFileSync(
    file,
    `import { trainVae } from "@ftcp/vae";
     import { startEngine } from "@ftcp/vae/node";
     const reason = await startEngine().catch((error) => error);
     console.log(typeof trainVae, reason.code, reason.data.attempts.length);`,
  );
  const printed = (await node([file], network)).trim();
  demand(/^function VAE_BACKEND [3-9]$/.test(printed), `it printed ${printed}`);
  return printed;
});
await checkMissingPeer(network, "@ftcp/vae/onnx", "@ftcp/onnx");
await checkMissingPeer(network, "@ftcp/vae/wasm", "@tensorflow/tfjs-backend-wasm");

const compiler = await install("compiler", ["@ftcp/onnx"]);
await check("the compiler without a runtime says what is missing", async () => {
  const found = optional.slice(1).filter((name) => hasInstalled(compiler, name));
  demand(found.length === 0, `installed: ${found.join(", ")}`);
  const file = join(compiler, "runtime.mjs");
  writeFileSync(
    file,
    `import { trace } from "@ftcp/onnx";
     import { loadRuntime } from "@ftcp/onnx/node";
     const reason = await loadRuntime().catch((error) => error);
     console.log(typeof trace, reason.code, reason.data.attempts.length);`,
  );
  const printed = (await node([file], compiler)).trim();
  demand(printed === "function ONNX_RUNTIME_MISSING 2", `it printed ${printed}`);
  return printed;
});

// 3. Everything, with every optional package.
const peers = packages.flatMap(({ manifest }) => Object.entries(manifest.peerDependencies ?? {}));
const project = await install(
  "everything",
  packages.map(({ name }) => name),
  Object.fromEntries(peers),
);
for (const { entries } of packages) {
  for (const entry of entries) await checkEntry(project, entry);
}

const withPeers = `
import { runFtcp } from "@ftcp/cli";
import { parseCif } from "@ftcp/cif";
import { createLayout, featurize } from "@ftcp/featurize";
import { arrowFormat } from "@ftcp/featurize/arrow";
import { writeTensors } from "@ftcp/featurize/node";
import { toTensor } from "@ftcp/featurize/tfjs";
import { compile } from "@ftcp/onnx";
import { loadRuntime } from "@ftcp/onnx/node";
import { readPretrained } from "@ftcp/pretrained/node";
import { type DesignModel, LatentIndex } from "@ftcp/sampling";
import { trainSemisupervisedVae } from "@ftcp/semisupervised";
import { CrystalVae, supervisedRegression, trainVae } from "@ftcp/vae";
import { readModel } from "@ftcp/vae/node";
import { onnxEngine } from "@ftcp/vae/onnx";
import { prepareWasmBackend } from "@ftcp/vae/wasm";
import * as tf from "@tensorflow/tfjs-core";
import { tableFromIPC } from "apache-arrow";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

tf.enableProdMode();
await prepareWasmBackend();
const files = await readPretrained("ternary-20");
const vae: CrystalVae = await CrystalVae.fromBytes(files.model);
const model: DesignModel = vae;
const known = LatentIndex.fromFiles(files.index).latentOf(0);
const latents = { data: known, shape: [1, model.latentSize] } as const;
const [crystal] = await model.decode(latents);
console.log(crystal?.ok, (await model.predict(latents)).length === model.properties.length);
vae.dispose();

const structure = parseCif(${JSON.stringify(cif)});
const layout = createLayout({ maxElements: 2, maxSites: 2 });
const tensor = featurize(structure, layout);
const file = fileURLToPath(new URL("./X.arrow", import.meta.url));
await writeTensors(file, () => [{ tensor, id: "CsCl" }], { layout, format: arrowFormat() });
const table = tableFromIPC(readFileSync(file));
console.log("arrow", table.numRows, "tfjs", toTensor(tensor).shape.join(" "));

for (const name of ["onnxruntime-node", "onnxruntime-web"] as const) {
  const { runtime } = await loadRuntime([name]);
  const softmax = await compile(({ x }) => tf.softmax(x), { x: { shape: [2] } }, { runtime });
  const { output } = await softmax.run({ x: Float32Array.of(0, Math.log(3)) });
  await softmax.dispose();
  console.log(runtime.name, Array.from(output?.data ?? [], (value) => Number(value).toFixed(2)).join(" "));
}
const { runtime } = await loadRuntime();
const crystals = Array.from({ length: 4 }, (_, row) => ({
  ...{ id: String(row), structure, properties: { gap: row } },
}));
const network = { latentSize: 48, channels: [4], hidden: 8, elementCodeSize: 4 };
const options = { layout, network, regression: supervisedRegression(["gap"]), seed: 1, epochs: 2 };
for await (const event of trainVae(crystals, { ...options, engine: onnxEngine(runtime) })) {
  if (event.kind !== "done") continue;
  console.log("trained on", runtime.name, event.model.latentSize);
  event.model.dispose();
}
export { readModel, runFtcp, trainSemisupervisedVae };
`;
await checkProgram(
  project,
  "with-peers",
  { "program.ts": withPeers },
  { skipLibCheck: true, types: ["node"] },
  /^true true\narrow 1 tfjs 1 \d+ 92\nonnxruntime-node 0\.25 0\.75\nonnxruntime-web 0\.25 0\.75\ntrained on onnxruntime-node 48$/,
);

await check("the installed command", async () => {
  const binary = join(project, "node_modules/.bin/ftcp");
  const help = await run(binary, ["--help"], project);
  for (const command of ["cif", "featurize", "train", "evaluate", "design"]) {
    demand(help.includes(command), `ftcp --help does not name ${command}`);
  }
  const file = join(project, "crystal.cif");
  writeFileSync(file, cif);
  const line = JSON.parse(await run(binary, ["cif", "check", file, "--json"], project));
  demand(line.ok === true, `ftcp cif check says ${JSON.stringify(line)}`);
  const poscar = await run(binary, ["cif", "convert", file, "--to", "poscar"], project);
  demand(/^Cs Cl$/m.test(poscar), `ftcp cif convert says ${poscar}`);
  return `${help.split("\n").length} lines of help, and it reads and converts a CIF`;
});

if (process.argv.includes("--keep")) console.log(`kept ${work}`);
else rmSync(work, { recursive: true });
console.log(`${checks} checks, ${failures} failed`);
process.exitCode = failures === 0 ? 0 : 1;
