import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import tsdoc from "eslint-plugin-tsdoc";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  globalIgnores([
    "**/dist/",
    "**/coverage/",
    "**/node_modules/",
    "docs/site/",
    "out/",
    "**/.turbo/",
    "packages/onnx/proto/",
  ]),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: {
          allowDefaultProject: [
            "*.js",
            "packages/*/jest.config.js",
            "packages/*/bin/*.js",
            "examples/jest.config.js",
            "scripts/*.js",
            "bench/*.js",
          ],
          maximumDefaultProjectFileMatchCount_THIS_WILL_SLOW_DOWN_LINTING: 40,
        },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Typed-array reads are `number | undefined` to the compiler; `as number` says that the index
      // is in range, where `!` is forbidden and `?? 0` would hide a mistake.
      "@typescript-eslint/non-nullable-type-assertion-style": "off",
      // tfjs hands out its classes through factory functions and declared interfaces.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
    },
  },
  {
    files: ["packages/*/src/**/*.ts"],
    ignores: ["**/*.test.ts"],
    plugins: { tsdoc },
    rules: {
      "tsdoc/syntax": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
    },
  },
  {
    // Library source runs in browsers; what needs Node lives behind a package's /node entry.
    files: ["packages/*/src/**/*.ts"],
    ignores: ["**/*.test.ts", "packages/*/src/node/**", "packages/cli/**"],
    rules: {
      "no-console": "error",
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["node:*"], message: "Library source must run in browsers." }] },
      ],
      "no-restricted-globals": ["error", "process", "Buffer", "__dirname", "require"],
    },
  },
  {
    files: ["**/*.js"],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { "no-undef": "off" },
  },
  prettier,
);
