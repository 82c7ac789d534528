// Adds to package-lock.json the optional platform packages (@swc/core-darwin-arm64, ...) that the
// registry did not offer for this platform, so that `npm ci` does not call the lock file out of step.
// npm resolves them by version; integrity hashes appear at the next install on an open network.
// Run after every `npm install` that changed the lock file: node scripts/complete-lockfile.js
import { readFileSync, writeFileSync } from "node:fs";

const operatingSystems = {
  darwin: "darwin",
  linux: "linux",
  windows: "win32",
  win32: "win32",
  freebsd: "freebsd",
  android: "android",
  openharmony: "openharmony",
};
const processors = {
  64: "x64",
  x64: "x64",
  arm64: "arm64",
  arm: "arm",
  ia32: "ia32",
  ppc64: "ppc64",
  s390x: "s390x",
  riscv64: "riscv64",
  loong64: "loong64",
};

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));
const added = [];
for (const [parent, entry] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    const known = Object.keys(lock.packages).some((p) => p === path || p.endsWith(`/${path}`));
    if (known || parent === "") continue;
    const words = name.split("/").at(-1).split("-");
    const os = words.map((word) => operatingSystems[word]).find((value) => value !== undefined);
    const cpu = words.map((word) => processors[word]).find((value) => value !== undefined);
    lock.packages[path] = {
      version: range.replace(/^[^\d]*/, ""),
      ...(cpu === undefined ? {} : { cpu: [cpu] }),
      dev: true,
      optional: true,
      ...(os === undefined ? {} : { os: [os] }),
    };
    added.push(name);
  }
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added.length} optional packages added\n`);
