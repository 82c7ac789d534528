// Builds @tensorflow/tfjs-node, the native backend of tfjs, in a folder of its own and links it into a
// project's node_modules. Nothing runs it but you (and CI's last step): `npm ci` never does.
//   node scripts/build-native-backend.js [--project DIR] [--into DIR] [--source auto|upstream|wheel] [--force]
// docs/native-backend.md says what it needs, what it does and what was tried.
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** Version of tfjs-node and of the tfjs-core that it works with. */
const tfjsVersion = "4.22.0";
/** TensorFlow itself, from the wheels for CPython 3.11; Python does not run it. */
const wheels = {
  x64: {
    project: "tensorflow-cpu",
    version: "2.15.1",
    platform: "manylinux2014_x86_64",
    sha256: "54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26",
  },
  arm64: {
    project: "tensorflow-cpu-aws", // tensorflow-cpu itself has no arm64 wheels
    version: "2.15.1",
    platform: "manylinux2014_aarch64",
    sha256: "d4c3a3a9363bf42999adedbbd514e3a133be2d62f61fee9cfa46aaefb087c09e",
  },
};
/** What tfjs-node shares with the project: one copy each, so that `instanceof` holds. */
const shared = ["tfjs-core", "tfjs-layers", "tfjs-backend-cpu"];

const repository = fileURLToPath(new URL("..", import.meta.url));
const compiler = process.env.CXX ?? "g++";
const python = process.env.PYTHON ?? "python3";

/** A failure that the message explains; no stack is shown. */
class BuildFailure extends Error {}

function say(message) {
  console.log(`native backend: ${message}`);
}

/** Runs a program to its end; what it says of a failure is the end of the message. */
function run(program, args, { minutes, ...options }) {
  const timeout = minutes * 60_000;
  const { error, status, signal, stdout, stderr } = spawnSync(program, args, {
    ...{ encoding: "utf8", timeout, killSignal: "SIGKILL", maxBuffer: 1e8 },
    ...options,
  });
  if (error?.code === "ETIMEDOUT") throw new BuildFailure(`${program}: not done in ${minutes} min`);
  if (error !== undefined) throw new BuildFailure(`${program}: ${error.message}`, { cause: error });
  if (status !== 0) {
    const said = `${stdout}\n${stderr}`.trim().split("\n").slice(-12).join("\n");
    throw new BuildFailure(`${program} ended with ${signal ?? status}:\n${said}`);
  }
  return stdout.trim();
}

function readJson(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : undefined;
}

/** Folder of a package as the project sees it; undefined where it has none. */
function packageFolder(project, name) {
  const { paths } = createRequire(join(project, "package.json")).resolve;
  return paths(name)
    .map((folder) => join(folder, name))
    .find((folder) => fs.existsSync(join(folder, "package.json")));
}

function isLink(path) {
  return fs.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/** Makes `path` a relative link to `target`; a folder that was there is taken away. */
function link(path, target) {
  fs.rmSync(path, { recursive: true, force: true });
  fs.mkdirSync(dirname(path), { recursive: true });
  const here = fs.realpathSync(dirname(path));
  fs.symlinkSync(relative(here, fs.realpathSync(target)), path, "junction");
}

/** tfjs-node and its JavaScript dependencies, exactly those of the lock file; no install script runs. */
function installPackages(into) {
  say(`npm ci of tfjs-node ${tfjsVersion} without its install script`);
  fs.rmSync(into, { recursive: true, force: true });
  fs.mkdirSync(into, { recursive: true });
  for (const file of ["package.json", "package-lock.json"]) {
    fs.copyFileSync(join(repository, "scripts/native-backend", file), join(into, file));
  }
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  run("npm", ["ci", ...quiet], { cwd: into, minutes: 10, shell: process.platform === "win32" });

  // util.isNullOrUndefined and util.isArray are gone from Node 23 on.
  const file = join(into, "node_modules/@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js");
  const source = fs
    .readFileSync(file, "utf8")
    .replaceAll("(0, util_1.isNullOrUndefined)(", "((value) => value == null)(")
    .replaceAll("(0, util_1.isArray)(", "Array.isArray(");
  fs.writeFileSync(file, source);
}

/** Every package below `into` then uses the project's copies. */
function shareCore(project, into) {
  for (const name of shared) {
    const folder = packageFolder(project, `@tensorflow/${name}`);
    if (folder !== undefined) link(join(into, "node_modules/@tensorflow", name), folder);
  }
}

/** What `npm i @tensorflow/tfjs-node` would do: fetch libtensorflow and a binding that is built. */
function buildUpstream(into) {
  say("trying tfjs-node's own installer");
  const args = ["rebuild", "@tensorflow/tfjs-node", "--foreground-scripts"];
  run("npm", args, { cwd: into, minutes: 5, shell: process.platform === "win32" });
  checkBackend(into);
  return "tfjs-node's own installer";
}

/** Compiles the binding against the TensorFlow of a wheel. */
function buildFromWheel(into) {
  const wheel = process.platform === "linux" ? wheels[process.arch] : undefined;
  if (wheel === undefined) {
    const known = Object.keys(wheels).map((arch) => `linux ${arch}`);
    throw new BuildFailure(
      `no wheel is known for ${process.platform} ${process.arch}, only for ${known.join(" and ")}`,
    );
  }
  run(compiler, ["--version"], { minutes: 1 });
  run(python, ["-m", "pip", "--version"], { minutes: 1 });

  const folder = join(into, "wheel");
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder);
  const requirements = join(folder, "requirements.txt");
  const requirement = `${wheel.project}==${wheel.version}`;
  fs.writeFileSync(requirements, `${requirement} --hash=sha256:${wheel.sha256}\n`);
  say(`pip download of ${requirement}, some 200 MB, sha256 checked`);
  const kind = ["--python-version", "3.11", "--implementation", "cp", "--abi", "cp311"];
  const exactly = ["--no-deps", "--only-binary=:all:", "--require-hashes", ...kind];
  const download = ["-m", "pip", "download", "-q", "--disable-pip-version-check", ...exactly];
  run(python, [...download, "--platform", wheel.platform, "-d", folder, "-r", requirements], {
    minutes: 15,
  });

  const [file] = fs.readdirSync(folder).filter((name) => name.endsWith(".whl"));
  const node = join(into, "node_modules/@tensorflow/tfjs-node");
  const deps = join(node, "deps");
  say("unpacking its libraries and headers");
  const unpack = `
import os, shutil, sys, zipfile
wheel, deps = zipfile.ZipFile(sys.argv[1]), sys.argv[2]
libraries = ("libtensorflow_cc.so.2", "libtensorflow_framework.so.2")
headers = tuple("tensorflow/include/%s/" % part for part in ("tensorflow", "tsl", "xla"))
for name in wheel.namelist():
    if name.startswith("tensorflow/lib") and os.path.basename(name) in libraries:
        out = os.path.join(deps, "lib", os.path.basename(name))
    elif name.startswith(headers) and name.endswith(".h"):
        out = deps + name[len("tensorflow"):]
    elif name.split("/")[0].endswith(".libs") and not name.endswith("/"):
        out = os.path.join(deps, name)  # what the libraries were linked with; they look for it beside lib
    else:
        continue
    os.makedirs(os.path.dirname(out), exist_ok=True)
    with wheel.open(name) as source, open(out, "wb") as target:
        shutil.copyfileobj(source, target)
`;
  fs.rmSync(deps, { recursive: true, force: true });
  run(python, ["-c", unpack, join(folder, file), deps], { minutes: 5 });
  fs.rmSync(folder, { recursive: true });

  say(`compiling the binding with ${compiler}`);
  const output = join(node, "lib/napi-v8");
  fs.rmSync(join(node, "lib"), { recursive: true, force: true });
  fs.mkdirSync(output, { recursive: true });
  const library = (name) => join(deps, "lib", name);
  const include = [
    ...[join(into, "node_modules/node-api-headers/include"), join(node, "binding")],
    join(deps, "include"),
  ];
  run(
    compiler,
    [
      ...["-shared", "-fPIC", "-O2", "-std=c++17", "-w"],
      ...["-DNAPI_VERSION=8", "-DBUILDING_NODE_EXTENSION", "-DNODE_GYP_MODULE_NAME=tfjs_binding"],
      ...include.map((path) => `-I${path}`),
      ...["tfjs_backend.cc", "tfjs_binding.cc"].map((name) => join(node, "binding", name)),
      ...["-o", join(output, "tfjs_binding.node"), "-Wl,--no-as-needed"],
      ...[library("libtensorflow_cc.so.2"), library("libtensorflow_framework.so.2")],
      "-Wl,-rpath,$ORIGIN/../../deps/lib",
    ],
    { minutes: 10 },
  );
  return `the wheel of ${wheel.project} ${wheel.version}`;
}

/** Computes something on the backend, in a process of its own, as seen from a folder. */
function checkBackend(folder) {
  const script = `
    const core = require("@tensorflow/tfjs-core");
    const tf = require("@tensorflow/tfjs-node");
    const [sum] = core.matMul(core.ones([1, 3]), core.ones([3, 1])).dataSync();
    if (core.getBackend() !== "tensorflow") throw new Error("the backend is " + core.getBackend());
    if (tf.Tensor !== core.Tensor) throw new Error("there are two copies of tfjs-core");
    if (sum !== 3) throw new Error("1 + 1 + 1 is " + sum);
    console.log(tf.version["tfjs-node"] + " with TensorFlow " + tf.backend().binding.TF_Version);`;
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: "2" };
  return run(process.execPath, ["-e", script], { cwd: folder, env, minutes: 2 }).split("\n").at(-1);
}

/** The first source that works; says why those before it did not. */
function build(source, into) {
  const builders = { upstream: buildUpstream, wheel: buildFromWheel };
  const tried = source === "auto" ? Object.keys(builders) : [source];
  const reasons = [];
  for (const name of tried) {
    try {
      return builders[name](into);
    } catch (error) {
      if (!(error instanceof BuildFailure)) throw error;
      reasons.push(`${name}: ${error.message}`);
      const lines = error.message.split("\n");
      say(
        `${name} did not work: ${lines.find((line) => /^\w*Error: /.test(line)) ?? lines.at(-1)}`,
      );
    }
  }
  throw new BuildFailure(reasons.join("\n"));
}

function main() {
  const { values } = parseArgs({
    options: {
      project: { type: "string", default: repository },
      into: { type: "string" },
      source: { type: "string", default: "auto" },
      force: { type: "boolean", default: false },
    },
  });
  const project = resolve(values.project);
  const into = resolve(values.into ?? join(project, ".cache/tfjs-node"));
  const { source } = values;
  if (!["auto", "upstream", "wheel"].includes(source)) {
    throw new BuildFailure("--source must be auto, upstream or wheel");
  }
  const core = packageFolder(project, "@tensorflow/tfjs-core");
  if (core === undefined) throw new BuildFailure(`${project} has no tfjs-core; run npm ci first`);
  const { version } = readJson(join(core, "package.json"));
  if (version !== tfjsVersion) {
    throw new BuildFailure(`the project has tfjs-core ${version}; it must be ${tfjsVersion}`);
  }

  const place = join(project, "node_modules/@tensorflow/tfjs-node");
  if (fs.existsSync(place) && !isLink(place)) {
    say(`npm has installed it here; it works: tfjs-node ${checkBackend(project)}`);
    return;
  }
  const record = join(into, "built.json");
  const wanted = { tfjsVersion, platform: process.platform, arch: process.arch };
  const built = readJson(record);
  const same = Object.entries(wanted).every(([key, value]) => built?.[key] === value);
  if (same && !values.force) {
    say(`already built in ${into} (${built.from}); --force builds it anew`);
    shareCore(project, into);
  } else {
    if (
      fs.existsSync(into) &&
      readJson(join(into, "package.json"))?.name !== "ftcp-native-backend"
    ) {
      if (fs.readdirSync(into).length > 0) throw new BuildFailure(`${into} is not empty`);
    }
    say(`building in ${into}, about 1 GB`);
    installPackages(into);
    shareCore(project, into);
    const from = build(source, into);
    fs.writeFileSync(record, `${JSON.stringify({ ...wanted, from }, null, 2)}\n`);
  }
  link(place, join(into, "node_modules/@tensorflow/tfjs-node"));
  say(`it works: tfjs-node ${checkBackend(project)}, ${process.platform} ${process.arch}`);
}

try {
  main();
} catch (error) {
  if (!(error instanceof BuildFailure)) throw error;
  console.error(`native backend: not built: ${error.message}`);
  process.exitCode = 1;
}
