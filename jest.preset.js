// Shared Jest set-up: native ESM, TypeScript stripped by SWC, workspace imports resolved to source.
// Tests named *.slow.test.ts run only in the slow lane (`npm run test:slow`), which CI runs too, and those
// named *.fuzz.test.ts only in the fuzz lane (`npm run fuzz`).

import { fileURLToPath } from "node:url";

/**
 * @param {string} rootDir
 * @param {string} displayName
 * @returns {import("jest").Config}
 */
export function createJestConfig(rootDir, displayName) {
  return {
    rootDir,
    displayName,
    testEnvironment: fileURLToPath(
      new URL("./internal/testing/src/plainRealmEnvironment.js", import.meta.url),
    ),
    setupFiles: [
      fileURLToPath(new URL("./internal/testing/src/seedPropertyTests.ts", import.meta.url)),
    ],
    testEnvironmentOptions: { customExportConditions: ["@ftcp/source", "node", "node-addons"] },
    // Generous, because CI machines are busy; a test that hangs still ends.
    testTimeout: 120_000,
    testMatch: ["<rootDir>/**/*.test.ts", "!**/*.slow.test.ts", "!**/*.fuzz.test.ts"],
    modulePathIgnorePatterns: ["<rootDir>/dist/"],
    extensionsToTreatAsEsm: [".ts"],
    transform: {
      "\\.ts$": [
        "@swc/jest",
        {
          swcrc: false,
          jsc: {
            target: "es2023",
            parser: { syntax: "typescript" },
            experimental: { keepImportAttributes: true },
          },
          module: { type: "es6" },
          sourceMaps: "inline",
        },
      ],
    },
    collectCoverageFrom: ["src/**/*.ts", "!src/**/*.test.ts", "!src/**/index.ts"],
    coverageProvider: "v8",
  };
}
