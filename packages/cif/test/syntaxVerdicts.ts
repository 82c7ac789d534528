import { readFileSync } from "node:fs";

import { CifError, parseCifDocument } from "@ftcp/cif";

import { tortureFiles } from "./tortureFiles.ts";

interface Answer {
  readonly path: string;
  readonly magicCif2: boolean;
  readonly syntax: {
    readonly gemmi: { readonly ok: boolean; readonly kind?: string; readonly error?: string };
    readonly codTools: {
      readonly ok: boolean;
      readonly messages: readonly { readonly message: string; readonly level: string }[];
    };
  };
}

/** What strict mode says of a file, beside what gemmi and cod-tools say. */
export interface SyntaxVerdict {
  readonly path: string;
  /** True for well-formed; undefined where gemmi and cod-tools differ and the file is CIF 1.1. */
  readonly judge: boolean | undefined;
  readonly own: boolean;
  /** Code and message of the violation. */
  readonly violation: string;
  readonly gemmi: boolean;
  readonly codTools: boolean;
}

/** Reads every torture file in strict mode. */
export function syntaxVerdicts(folder: string): SyntaxVerdict[] {
  const files = tortureFiles(`${folder}/torture.tar.gz`);
  const answers = readFileSync(`${folder}/torture-expected.jsonl`, "utf8").trim().split("\n");
  return answers.map((line) => {
    const { path, magicCif2, syntax } = JSON.parse(line) as Answer;
    const bytes = Buffer.from(files.get(path) ?? "", "latin1");
    const gemmi = syntax.gemmi.ok;
    const codTools = syntax.codTools.ok;
    let violation = "";
    try {
      parseCifDocument(bytes, { mode: "strict" });
    } catch (error) {
      if (!(error instanceof CifError)) throw error;
      violation = `${error.code}: ${error.message}`;
    }
    return {
      path: path.replace(/^torture\//u, ""),
      judge: magicCif2 || gemmi === codTools ? codTools : undefined,
      own: violation === "",
      violation,
      gemmi,
      codTools,
    };
  });
}

/** Why strict mode decides as it does, by code of the violation. */
const reasons: Readonly<Record<string, string>> = {
  CIF_RESERVED_WORD: "the grammar of CIF 1.1 lets no bare value begin with a square bracket",
  CIF_INVALID_CHARACTER: "CIF 1.1 is printable ASCII, tabs and line ends, also inside quotes",
  CIF_MISSING_NAME: "a block code has at least one character",
  CIF_SAVE_FRAME: "a save frame is closed by save_ before the next one",
  CIF_DUPLICATE_NAME: "names of blocks, and of frames in a block, are unique (CIF 1.1, 2.0)",
};

/** Files that strict mode takes for well-formed. */
const acceptance: Readonly<Record<string, string>> = {
  "global_errors_03.cif": "`global_asda` is an ordinary word; only `global_` alone is reserved",
  "crlf_bom.cif": "a byte order mark is no content",
};

/** The part of docs/torture.md about the syntax. */
export function describeVerdicts(verdicts: readonly SyntaxVerdict[]): string {
  const judged = verdicts.filter(({ judge }) => judge !== undefined);
  const different = judged.filter(({ judge, own }) => judge !== own);
  const disputed = verdicts.filter(({ judge }) => judge === undefined);
  const agreed = judged.length - different.length;
  const lines = [
    "# Syntax of the torture files",
    "",
    "<!-- Written by packages/cif/test/torture-syntax.slow.test.ts; FTCP_UPDATE_DOCS=1 writes it anew. -->",
    "",
    "Strict mode beside gemmi 0.5.7 and cod-tools 3.7.0. CIF 1.1 is judged where both agree, CIF 2.0 by",
    "cod-tools alone.",
    "",
    `- Judged: ${judged.length} files. Strict mode agrees on ${agreed} (${((100 * agreed) / judged.length).toFixed(2)} %).`,
    `- Not judged, since gemmi and cod-tools differ: ${disputed.length} files.`,
    "",
    "## Where strict mode differs from the judge",
    "",
    ...tableOf(different),
    "",
    "## Where gemmi and cod-tools differ",
    "",
    ...tableOf(disputed),
    "",
  ];
  return lines.join("\n");
}

function tableOf(verdicts: readonly SyntaxVerdict[]): string[] {
  const word = (ok: boolean): string => (ok ? "well-formed" : "broken");
  return [
    "| file | gemmi | cod-tools | strict mode | reason |",
    "| --- | --- | --- | --- | --- |",
    ...verdicts.map((verdict) => {
      const { path, gemmi, codTools, own } = verdict;
      const cells = [`\`${path}\``, word(gemmi), word(codTools), word(own), reasonOf(verdict)];
      return `| ${cells.join(" | ")} |`;
    }),
  ];
}

function reasonOf({ path, own, violation }: SyntaxVerdict): string {
  if (own) {
    const known = Object.entries(acceptance).find(([name]) => path.endsWith(name));
    return known?.[1] ?? "no violation found";
  }
  const code = violation.slice(0, violation.indexOf(":"));
  const place = /\(line \d+, column \d+\)$/u.exec(violation)?.[0].slice(1, -1) ?? "";
  return `\`${code}\`, ${place}: ${reasons[code] ?? violation.slice(code.length + 2)}`;
}
