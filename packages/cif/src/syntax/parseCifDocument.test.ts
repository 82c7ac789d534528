import { describe, expect, it } from "@jest/globals";

import type { CifDiagnostic } from "../cifDiagnostic.ts";
import { parseCifDocument } from "./parseCifDocument.ts";

function codesOf(text: string): string[] {
  const found: CifDiagnostic[] = [];
  parseCifDocument(text, { onDiagnostic: (diagnostic) => found.push(diagnostic) });
  return found.map(({ code, line, column }) => `${code} ${line}:${column}`);
}

function valueOf(written: string): string | undefined {
  return parseCifDocument(`data_x\n_tag ${written}\n`).blocks[0]?.value("_tag")?.text;
}

describe("parseCifDocument", () => {
  it("gives every value its line and column", () => {
    const [block] = parseCifDocument(
      "data_salt\n_a 1\n loop_\n_b\n_c\n 2 'three'\n;four\n;\n5",
    ).blocks;
    expect(block).toMatchObject({ name: "salt", line: 1, column: 1 });
    const [item, loop] = block?.entries ?? [];
    expect(item).toMatchObject({ kind: "item", tag: "_a", line: 2, column: 1 });
    expect(block?.value("_a")).toMatchObject({ text: "1", delimiter: "bare", line: 2, column: 4 });
    expect(loop).toMatchObject({ kind: "loop", tags: ["_b", "_c"], line: 3, column: 2 });
    expect(loop?.kind === "loop" ? loop.values : []).toMatchObject([
      { text: "2", delimiter: "bare", line: 6, column: 2 },
      { text: "three", delimiter: "single", line: 6, column: 4 },
      { text: "four", delimiter: "text", line: 7, column: 1 },
      { text: "5", delimiter: "bare", line: 9, column: 1 },
    ]);
  });

  it("closes a quote only before white space", () => {
    expect(valueOf("'a dog's life'")).toBe("a dog's life");
    expect(valueOf(`"5"-ring" `)).toBe('5"-ring');
    expect(valueOf("''")).toBe("");
  });

  it("reads two quoted values on one line as two", () => {
    const [block] = parseCifDocument("data_x loop_ _a 'x' 'y'").blocks;
    expect(block?.values("_a").map(({ text }) => text)).toEqual(["x", "y"]);
  });

  it("opens a text field only in column 1, and closes it only there", () => {
    expect(valueOf("\n;first\n ; not closed\n_b data_c loop_ 'x # y\n;")).toBe(
      "first\n ; not closed\n_b data_c loop_ 'x # y",
    );
    expect(valueOf(";bare")).toBe(";bare");
  });

  it("takes # as a comment only where a token could start", () => {
    expect(valueOf("a#b # c")).toBe("a#b");
  });

  it("keeps . and ? apart from their quoted forms", () => {
    const [block] = parseCifDocument("data_x loop_ _a . ? '.' '?'").blocks;
    expect(block?.values("_a").map(({ text, delimiter }) => text + delimiter)).toEqual([
      ".bare",
      "?bare",
      ".single",
      "?single",
    ]);
  });

  it("compares data names and keywords without case, and takes the dot of DDLm for an underscore", () => {
    const [block] = parseCifDocument("DATA_x\n_Cell.Length_A 4\nLoop_ _B 1 2").blocks;
    expect(block?.value("_cell_length_a")?.text).toBe("4");
    expect(block?.values("_b")).toHaveLength(2);
  });

  it.each([
    ["LF", "\n"],
    ["CRLF", "\r\n"],
    ["CR", "\r"],
  ])("understands %s line ends and a byte order mark", (_, lineEnd) => {
    const text = `\uFEFFdata_x\n_a\n;one\ntwo\n;\n_b 2`.replaceAll("\n", lineEnd);
    const [block] = parseCifDocument(text).blocks;
    expect(block?.value("_a")?.text).toBe("one\ntwo");
    expect(block?.value("_b")).toMatchObject({ text: "2", line: 6, column: 4 });
  });

  it("keeps save frames apart from their block", () => {
    const [block] = parseCifDocument("data_d _a 1 save_f _a 2 save_ _b 3").blocks;
    expect(block?.value("_a")?.text).toBe("1");
    expect(block?.value("_b")?.text).toBe("3");
    expect(block?.frames[0]?.value("_a")?.text).toBe("2");
  });

  it("reports nothing on a well-formed file", () => {
    expect(codesOf("#\\#CIF_1.1\ndata_x\n_a 1\nloop_\n_b\n_c\n1 2\n3 4\n")).toEqual([]);
  });

  it.each([
    ["_a 1", "CIF_NO_DATA_BLOCK 1:1"],
    ["stray\ndata_x", "CIF_NO_DATA_BLOCK 1:1"],
    ["data_", "CIF_MISSING_NAME 1:1"],
    ["data_x\ndata_X", "CIF_DUPLICATE_NAME 2:1"],
    ["data_x\n_a 1\n_A 2", "CIF_DUPLICATE_NAME 3:1"],
    ["data_x\n_a\n_b 1", "CIF_MISSING_VALUE 2:1"],
    ["data_x\n_a one two three", "CIF_STRAY_VALUE 2:8"],
    ["data_x\n_loop\n_a\n1\n2", "CIF_LOOP_KEYWORD 2:1"],
    ["data_x\nloop_\n_a", "CIF_EMPTY_LOOP 2:1"],
    ["data_x\nloop_\n1 2", "CIF_EMPTY_LOOP 2:1"],
    ["data_x\nloop_ _a _b 1 2 3", "CIF_INCOMPLETE_LOOP 2:18"],
    ["data_x save_", "CIF_SAVE_FRAME 1:8"],
    ["data_x save_f", "CIF_SAVE_FRAME 1:14"],
    ["data_x _a 'open\n_b 1", "CIF_UNCLOSED_QUOTE 1:11"],
    ["data_x _a\n;open\n_b 1", "CIF_UNCLOSED_TEXT_FIELD 2:1"],
    ["data_x stop_", "CIF_RESERVED_WORD 1:8"],
    ["data_x _a [1]", "CIF_RESERVED_WORD 1:11"],
    ["data_x _a \u0000 1", "CIF_INVALID_CHARACTER 1:11"],
  ])("repairs %j with a diagnostic, and throws it in strict mode", (text, expected) => {
    expect(codesOf(text)).toEqual([expected]);
    const [code = "", place = ""] = expected.split(" ");
    const [line, column] = place.split(":").map(Number);
    expect(() => parseCifDocument(text, { mode: "strict" })).toThrow(
      expect.objectContaining({ name: "CifError", code, line, column }),
    );
  });

  it("says so when a file declares a version that does not exist", () => {
    expect(codesOf("#\\#CIF_3.0\ndata_x")).toEqual(["CIF_UNSUPPORTED_VERSION 1:1"]);
    expect(codesOf("#\\#CIF_2.0\ndata_x")).toEqual([]);
    expect(codesOf("#\\#CIF_1.1\ndata_x")).toEqual([]);
  });

  it("remembers where a data name was given again with other content", () => {
    const [block] = parseCifDocument("data_x\n_a 1\n_a 2\n_b 1\n_b 1").blocks;
    expect(block?.conflict("_A")).toEqual({ line: 3, column: 1 });
    expect(block?.conflict("_b")).toBeUndefined();
  });

  it("refuses a text above the limit, and anything but a string", () => {
    expect(() => parseCifDocument("data_x", { maxLength: 5 })).toThrow(
      expect.objectContaining({ code: "CIF_TOO_LONG" }),
    );
    // @ts-expect-error a call that the compiler refuses
    expect(() => parseCifDocument(undefined)).toThrow(TypeError);
  });

  it("stops listing diagnostics after a thousand", () => {
    const codes = codesOf(`data_x ${"_a 1 stray ".repeat(2000)}`);
    expect(codes).toHaveLength(1001);
    expect(codes.at(-1)).toMatch(/^CIF_TOO_MANY_DIAGNOSTICS/u);
  });

  it("takes time in proportion to the length", () => {
    // Each of these is quadratic in a parser that looks ahead or copies.
    const hostile = [
      "'a ".repeat(100_000),
      ";\n".repeat(100_000),
      "_a ".repeat(100_000),
      "loop_ _a ".repeat(50_000),
      `data_x loop_ _a ${"1 ".repeat(150_000)}`,
      "data_a ".repeat(50_000),
    ];
    const start = performance.now();
    for (const text of hostile) parseCifDocument(`data_x\n${text}`);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
