import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Adds to a package's tests a second run, on tfjs-node, of every test file that leaves the choice of
 * the backend to useTestBackend. Where tfjs-node is not installed it says that these were skipped.
 *
 * @param {import("jest").Config} config
 * @returns {import("jest").Config}
 */
export function alsoOnNativeBackend(config) {
  const installed = isInstalled();
  const tell = (pinned) => ({ globals: { ftcpNativeBackend: { installed, pinned } } });
  if (installed) process.env.TF_CPP_MIN_LOG_LEVEL ??= "2"; // only TensorFlow's errors
  const usual = { ...config, ...tell(false) };
  // The lanes of slow tests and of fuzzing run only what names its backends itself.
  if (process.argv.some((argument) => argument.startsWith("--testMatch"))) return usual;

  const files = readdirSync(config.rootDir, { recursive: true, encoding: "utf8" })
    .filter((name) => /^(src|test)\b.*(?<!\.slow|\.fuzz)\.test\.ts$/.test(name))
    .filter((name) => /^ *use(Test|Fast)Backend\(/m.test(read(join(config.rootDir, name))));
  const name = `${config.displayName} on tfjs-node`;
  const remark = installed ? "run too" : "skipped: not installed, see docs/native-backend.md";
  process.stderr.write(`${name}: ${files.length} test files ${remark}\n`);
  if (!installed) return usual;

  const { testTimeout, coverageProvider, rootDir, ...project } = config;
  const native = {
    displayName: name,
    testEnvironment: fileURLToPath(new URL("hostArraysEnvironment.js", import.meta.url)),
    testMatch: files.map((file) => `<rootDir>/${file}`),
  };
  return {
    ...{ rootDir, testTimeout, coverageProvider },
    projects: [
      { ...project, rootDir, ...tell(false) },
      { ...project, rootDir, ...tell(true), ...native },
    ],
  };
}

function isInstalled() {
  try {
    createRequire(import.meta.url).resolve("@tensorflow/tfjs-node");
    return true;
  } catch {
    return false;
  }
}

function read(file) {
  return readFileSync(file, "utf8");
}
