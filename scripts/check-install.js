// The stranger test: packs every package, installs the tarballs in an empty project, and uses them there.
// Run after `npm ci && npm run build`: node scripts/check-install.js [--keep]
// The registry is asked only for what npm's cache does not hold. --keep leaves the project for a look.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const repository = fileURLToPath(new URL("..", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "ftcp-install-"));
const project = join(work, "project");
const tarballs = join(work, "tarballs");
mkdirSync(project);
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
const node = (args) => run(process.execPath, args, project);

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
const entries = packages.flatMap((each) => each.entries);

for (const each of packages) {
  await check(`pack ${each.name}`, async () => {
    demand(existsSync(join(each.path, "dist/index.js")), "not built; run npm run build first");
    const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", tarballs];
    const [packed] = JSON.parse(await npm(args, each.path));
    each.tarball = join(tarballs, packed.filename);
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
    return `${files.length} files, ${(packed.size / 1000).toFixed(0)} kB`;
  });
}

await check("install the tarballs in an empty project", async () => {
  const peers = packages.flatMap(({ manifest }) => Object.entries(manifest.peerDependencies ?? {}));
  const ours = packages.map(({ name, tarball }) => [name, `file:${tarball}`]);
  const manifest = {
    private: true,
    type: "module",
    dependencies: Object.fromEntries([...peers, ...ours]),
  };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest, null, 2));
  const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"];
  await npm(["install", ...quiet], project);
  for (const { name } of packages) {
    const copies = await npm(["ls", name, "--all", "--parseable"], project);
    const count = copies.trim().split("\n").length;
    demand(count === 1, `${count} copies of ${name}`);
  }
});

for (const entry of entries) {
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
    const count = Number(await node([file]));
    demand(count > 0, "it exports nothing");
    return `${count} names`;
  });
}

const cif = `data_CsCl
_cell_length_a 4.12  _cell_length_b 4.12  _cell_length_c 4.12
_cell_angle_alpha 90  _cell_angle_beta 90  _cell_angle_gamma 90
loop_ _atom_site_type_symbol _atom_site_fract_x _atom_site_fract_y _atom_site_fract_z
Cs 0 0 0
Cl 0.5 0.5 0.5
`;
const withoutTfjs = `
import { parseCif, writeCif } from "@ftcp/cif";
import { compareStructures, compositionOf, reducedFormula, type Structure } from "@ftcp/crystal";
import { type CrystalRecord, readJsonl } from "@ftcp/datasets";
import { readDataset } from "@ftcp/datasets/node";
import { createLayout, defeaturize, featurize, type FtcpTensor } from "@ftcp/featurize";
import { writeNpy } from "@ftcp/featurize/node";
import { pretrainedNames } from "@ftcp/pretrained";
import { readPretrained } from "@ftcp/pretrained/node";
import { createRandom } from "@ftcp/random";
import { type DesignModel, LatentIndex, samplePerturbation } from "@ftcp/sampling";

const structure: Structure = parseCif(${JSON.stringify(cif)});
const tensor: FtcpTensor = featurize(structure, createLayout());
const [result] = defeaturize(tensor, createLayout());
if (!result?.ok) throw new Error("no crystal came back");
const same: boolean = compareStructures(structure, parseCif(writeCif(result.value)));
const records: CrystalRecord[] = [];
for await (const item of readJsonl(JSON.stringify({ id: "a", cif: writeCif(structure) }))) {
  if (item.ok) records.push(item.value);
}
const roots = [{ id: "a", latent: new Float32Array([createRandom(1).normal()]) }];
const samples = [...samplePerturbation({ roots, perRoot: 2, seed: 1 })];
const files = await readPretrained("ternary-20");
const index: LatentIndex = LatentIndex.fromFiles(files.index);
export type { DesignModel };
export { pretrainedNames, readDataset, writeNpy };
const report: readonly (string | number | boolean)[] = [
  reducedFormula(compositionOf(structure)),
  same,
  records.length,
  samples.length,
  index.count > 0 && files.card.length > 0,
];
console.log(report.join(" "));
`;
const withTfjs = `
import { runFtcp } from "@ftcp/cli";
import { type DesignModel, LatentIndex } from "@ftcp/sampling";
import { trainSemisupervisedVae } from "@ftcp/semisupervised";
import { readPretrained } from "@ftcp/pretrained/node";
import { CrystalVae } from "@ftcp/vae";
import { readModel } from "@ftcp/vae/node";
import { prepareWasmBackend } from "@ftcp/vae/wasm";

await prepareWasmBackend();
const files = await readPretrained("ternary-20");
const vae: CrystalVae = await CrystalVae.fromBytes(files.model);
const model: DesignModel = vae;
const known = LatentIndex.fromFiles(files.index).latentOf(0);
const latents = { data: known, shape: [1, model.latentSize] } as const;
const [crystal] = await model.decode(latents);
console.log(crystal?.ok, (await model.predict(latents)).length === model.properties.length);
vae.dispose();
export { readModel, runFtcp, trainSemisupervisedVae };
`;

/** Checks the types of one program as a strict user would, then compiles and runs it. */
async function checkProgram(name, source, { skipLibCheck, types }, expected) {
  const folder = join(project, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "program.ts"), source);
  const compilerOptions = {
    ...{ target: "es2023", lib: ["es2023", "dom", "dom.iterable", "dom.asynciterable"], types },
    ...{ module: "nodenext", strict: true, exactOptionalPropertyTypes: true, skipLibCheck },
    typeRoots: [join(repository, "node_modules/@types")],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  await check(`types of a strict program, ${name}`, async () => {
    await node([join(repository, "node_modules/typescript/bin/tsc"), "-p", folder]);
  });
  await check(`run it, ${name}`, async () => {
    const printed = (await node([join(folder, "program.js")])).trim();
    demand(expected.test(printed), `it printed ${printed}`);
    return printed;
  });
}
// Without tfjs every .d.ts is checked; the type declarations of tfjs-core itself have errors.
const strictest = { skipLibCheck: false, types: [] };
await checkProgram("without-tfjs", withoutTfjs, strictest, /^CsCl true 1 2 true$/);
await checkProgram("with-tfjs", withTfjs, { skipLibCheck: true, types: [] }, /^true true$/);

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
  return `${help.split("\n").length} lines of help, and it reads a CIF`;
});

if (process.argv.includes("--keep")) console.log(`kept ${work}`);
else rmSync(work, { recursive: true });
console.log(`${checks} checks, ${failures} failed`);
process.exitCode = failures === 0 ? 0 : 1;
