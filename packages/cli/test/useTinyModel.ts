import { beforeAll } from "@jest/globals";
import { writeFile } from "node:fs/promises";
import { rows, toJsonl } from "./crystals.ts";
import { ftcp } from "./ftcp.ts";
import { tinyTraining } from "./tinyTraining.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

/**
 * A folder for the tests of one file, with crystals in `data.jsonl` and a network in `tiny` that saw them twice.
 *
 * @param args - further arguments of `ftcp train`
 * @returns gives paths inside the folder
 */
export function useTinyModel(...args: readonly string[]): (...parts: string[]) => string {
  const at = useTemporaryFolder();
  beforeAll(async () => {
    await writeFile(at("data.jsonl"), toJsonl(rows));
    const { code, stderr } = await ftcp([
      ...["train", "--data", at("data.jsonl"), "--out", at("tiny"), "--epochs", "2"],
      ...[...tinyTraining, ...args],
    ]);
    if (code !== 0) throw new Error(stderr);
  });
  return at;
}
