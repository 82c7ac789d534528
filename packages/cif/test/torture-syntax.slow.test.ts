import { readFileSync, writeFileSync } from "node:fs";

import { CifError, parseCifDocument, streamCifBlocks, writeCifDocument } from "@ftcp/cif";
import type { CifBlock, CifDiagnostic, CifValue } from "@ftcp/cif";
import { sharedData } from "@ftcp/testing";
import { describe, expect, it } from "@jest/globals";

import { describeVerdicts, syntaxVerdicts } from "./syntaxVerdicts.ts";
import { tortureFiles } from "./tortureFiles.ts";

const folder = sharedData();
const describeShared = folder === undefined ? describe.skip : describe;
const page = new URL("../../../docs/torture-syntax.md", import.meta.url);

/** A value without its place; with it, when asked. */
function valueOf(value: CifValue, withPlace: boolean): unknown {
  const place = withPlace ? [value.delimiter, value.raw, value.line, value.column] : [];
  if (value.delimiter === "list") {
    return [...place, value.items.map((item) => valueOf(item, withPlace))];
  }
  if (value.delimiter === "table") {
    const pairs = value.entries.map(({ key, value: content }) => [
      key.text,
      valueOf(content, withPlace),
    ]);
    return [...place, { pairs }];
  }
  const isPlaceHolder = value.delimiter === "bare" && /^[?.]$/u.test(value.text);
  return [...place, value.text, isPlaceHolder];
}

function contentOf(block: CifBlock, withPlace: boolean): unknown {
  const place = withPlace ? [block.line, block.column] : [];
  return [
    block.name,
    ...place,
    block.entries.map((entry) =>
      entry.kind === "item"
        ? [entry.tag, valueOf(entry.value, withPlace)]
        : [entry.tags, entry.values.map((value) => valueOf(value, withPlace))],
    ),
    block.frames.map((frame) => contentOf(frame, withPlace)),
  ];
}

describeShared("the syntax of the torture files (needs ../shared)", () => {
  const files =
    folder === undefined
      ? []
      : [...tortureFiles(`${folder}/torture.tar.gz`)]
          .filter(([path]) => /\.(?:cif|rod)$/u.test(path))
          .map(([path, content]) => ({ path, bytes: Buffer.from(content, "latin1") }));

  it("is judged by strict mode as by gemmi and cod-tools for at least 99 %", () => {
    const verdicts = syntaxVerdicts(folder ?? "");
    expect(verdicts).toHaveLength(2125);
    const judged = verdicts.filter(({ judge }) => judge !== undefined);
    const different = judged.filter(({ judge, own }) => judge !== own);
    expect(judged.length).toBeGreaterThan(2000);
    expect(different.length / judged.length).toBeLessThan(0.01);
    const text = describeVerdicts(verdicts);
    if (process.env["FTCP_UPDATE_DOCS"] !== undefined) writeFileSync(page, text);
    // The formatter of the repository pads the tables.
    const squeeze = (content: string): string => content.replaceAll(/[ -]+/gu, " ");
    expect(squeeze(readFileSync(page, "utf8"))).toBe(squeeze(text));
  });

  it("is the same when the file comes in pieces", async () => {
    let state = 1;
    const different: string[] = [];
    for (const { path, bytes } of files) {
      if (bytes.length > 100_000) continue;
      const remarks: CifDiagnostic[] = [];
      const onDiagnostic = (remark: CifDiagnostic): void => {
        remarks.push(remark);
      };
      const whole = parseCifDocument(bytes, { onDiagnostic }).blocks.map((block) =>
        contentOf(block, true),
      );
      const expected = JSON.stringify([whole, remarks.splice(0)]);
      const pieces: Uint8Array[] = [];
      const longest = bytes.length < 3000 ? 5 : 500;
      for (let start = 0; start < bytes.length;) {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        const size = 1 + (state % longest);
        pieces.push(bytes.subarray(start, start + size));
        start += size;
      }
      const streamed: unknown[] = [];
      for await (const block of streamCifBlocks(pieces, { onDiagnostic })) {
        if (!block.ok) throw block.error;
        streamed.push(contentOf(block.value, true));
      }
      if (JSON.stringify([streamed, remarks]) !== expected) different.push(path);
    }
    expect(different).toEqual([]);
  });

  it("survives writing and reading, or the writer says what no CIF can hold", () => {
    let written = 0;
    const different: string[] = [];
    const refused: string[] = [];
    for (const { path, bytes } of files) {
      const remarks: string[] = [];
      const document = parseCifDocument(bytes, { onDiagnostic: ({ code }) => remarks.push(code) });
      const expected = JSON.stringify(document.blocks.map((block) => contentOf(block, false)));
      for (const version of ["1.1", "2.0"] as const) {
        let text: string;
        try {
          text = writeCifDocument(document, { version });
        } catch (error) {
          if (!(error instanceof CifError)) throw error;
          expect(error.code).toBe("CIF_UNWRITABLE");
          // Only faulty files, and those of the newer syntax in the older one.
          if (version === document.version && remarks.length === 0) refused.push(path);
          continue;
        }
        const again = parseCifDocument(text, { mode: "strict" });
        written += 1;
        const found = JSON.stringify(again.blocks.map((block) => contentOf(block, false)));
        if (found !== expected) different.push(`${path} ${version}`);
      }
    }
    expect(different).toEqual([]);
    expect(refused).toEqual([]);
    expect(written).toBeGreaterThan(4000);
  });
});
