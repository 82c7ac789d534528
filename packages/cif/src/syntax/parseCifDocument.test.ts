import { describe, expect, it } from "@jest/globals";

import type { CifDiagnostic } from "../cifDiagnostic.ts";
import type { ParseCifOptions } from "../parseCifOptions.ts";
import type { CifValue } from "./cifValue.ts";
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
      "save_a ".repeat(50_000),
      "\u0000".repeat(300_000),
      `_a ${"\\\n".repeat(100_000)}`,
    ];
    const start = process.cpuUsage();
    for (const text of hostile) {
      parseCifDocument(`data_x\n${text}`, { onDiagnostic: () => undefined });
    }
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(5);
  });
});

describe("parseCifDocument on CIF 2.0", () => {
  const magic = "#\\#CIF_2.0\ndata_x\n";

  function read(written: string): CifValue | undefined {
    return parseCifDocument(`${magic}_tag ${written}\n`, { mode: "strict" }).blocks[0]?.value(
      "_tag",
    );
  }

  /** A value as plain data: texts as they are, place holders as null. */
  function plain(value: CifValue | undefined): unknown {
    if (value === undefined) return undefined;
    if (value.delimiter === "list") return value.items.map(plain);
    if (value.delimiter === "table") {
      return Object.fromEntries(value.entries.map((entry) => [entry.key.text, plain(entry.value)]));
    }
    return value.text;
  }

  it.each([
    ["[1 2 3]", ["1", "2", "3"]],
    ["[]", []],
    ["[ 'a b' [] [[x]] ]", ["a b", [], [["x"]]]],
    ["[\n;field\n;\n]", ["field"]],
    ["{}", {}],
    [
      "{'a':1 \"b\":[2 3] '''c''': {'d':\n;text\n;\n}}",
      { a: "1", b: ["2", "3"], c: { d: "text" } },
    ],
    ["'''it's \"quoted\"\nhere'''", 'it\'s "quoted"\nhere'],
    ['"""two "" quotes"""', 'two "" quotes'],
    ["''", ""],
    ["''''''", ""],
    ["a'b:c", "a'b:c"],
    ["Ångström", "Ångström"],
    ["\n;>\\\n>;first\n>second\n;", ";first\nsecond"],
    ["\n;>\\\\\n>fol\\\n>ded\n;", "folded"],
  ])("reads %j", (written, expected) => {
    expect(plain(read(written))).toEqual(expected);
  });

  it("gives lists, tables and what is in them their places", () => {
    const list = read("[1\n {'k':v}]");
    expect(list).toMatchObject({ delimiter: "list", line: 3, column: 6, text: "[1\n {'k':v}]" });
    const table = list?.delimiter === "list" ? list.items[1] : undefined;
    expect(table).toMatchObject({ delimiter: "table", line: 4, column: 2, raw: "{'k':v}" });
    const entry = table?.delimiter === "table" ? table.entries[0] : undefined;
    expect(entry?.key).toMatchObject({ text: "k", line: 4, column: 3 });
    expect(entry?.value).toMatchObject({ text: "v", line: 4, column: 7 });
  });

  it("takes lists and tables for values of loops", () => {
    const [block] = parseCifDocument(`${magic}loop_ _a _b [1] x {'k':1} y`).blocks;
    const loop = block?.entry("_a");
    expect(loop?.kind === "loop" ? [loop.rowCount, loop.text(0, 0), loop.text(1, 0)] : []).toEqual([
      2,
      "[1]",
      "{'k':1}",
    ]);
    expect(loop?.kind === "loop" ? [loop.number(0, 0), loop.isPresent(0, 0)] : []).toEqual([
      NaN,
      true,
    ]);
  });

  it("lets names and headings hold brackets", () => {
    const [block] = parseCifDocument("#\\#CIF_2.0\ndata_x[1]{}\n_a[1] 5", {
      mode: "strict",
    }).blocks;
    expect(block?.name).toBe("x[1]{}");
    expect(block?.value("_A[1]")?.text).toBe("5");
  });

  it("compares names by Unicode caseless matching", () => {
    const [block] = parseCifDocument(`${magic}_Straße 1 _café 2 _ΑΣ 3`).blocks;
    expect(block?.value("_STRASSE")?.text).toBe("1");
    expect(block?.value("_CAFE\u0301")?.text).toBe("2");
    expect(block?.value("_ας")?.text).toBe("3");
  });

  it.each([
    ["_a 'it's'", "CIF_MISSING_SPACE 3:8"],
    ["_a 'k':v", "CIF_MISSING_SPACE 3:7"],
    ["_a [1 2", "CIF_UNMATCHED_BRACKET 3:4"],
    ["_a {'k':1 ]", "CIF_UNMATCHED_BRACKET 3:11"],
    ["_a 1 ]", "CIF_UNMATCHED_BRACKET 3:6"],
    ["_a x[1]", "CIF_MISSING_SPACE 3:5"],
    ["_a ['a''b']", "CIF_MISSING_SPACE 3:8"],
    ["_a [1]x", "CIF_MISSING_SPACE 3:7"],
    ["_a {k:v}", "CIF_TABLE_KEY 3:5"],
    ["_a {'k' v}", "CIF_TABLE_KEY 3:5"],
    ["_a {'k':1 'k':2}", "CIF_DUPLICATE_NAME 3:15"],
    ["_a '''open", "CIF_UNCLOSED_QUOTE 3:4"],
    ["_a 'open", "CIF_UNCLOSED_QUOTE 3:4"],
    ["_a '\uFFFE'", "CIF_INVALID_CHARACTER 3:5"],
    ["_a '\uD800'", "CIF_INVALID_CHARACTER 3:5"],
    ["_a \u0085", "CIF_INVALID_CHARACTER 3:4"],
  ])("repairs %j with a diagnostic, and throws it in strict mode", (content, expected) => {
    expect(codesOf(magic + content)[0]).toBe(expected);
    const [code = "", place = ""] = expected.split(" ");
    const [line, column] = place.split(":").map(Number);
    expect(() => parseCifDocument(magic + content, { mode: "strict" })).toThrow(
      expect.objectContaining({ name: "CifError", code, line, column, block: "x" }),
    );
  });

  it("repairs without losing what is written", () => {
    const value = (content: string): unknown =>
      plain(parseCifDocument(`${magic}_tag ${content}`).blocks[0]?.value("_tag"));
    expect(value("'a dog's life'")).toBe("a dog's life");
    expect(value("[1 [2 3\n_next 4")).toEqual(["1", ["2", "3"]]);
    expect(value("{a:1 'b':2}")).toEqual({ a: "1", b: "2" });
    expect(value("''''a''''")).toBe("'a'");
  });
});

describe("parseCifDocument on text fields", () => {
  it("joins folded lines and keeps what is written", () => {
    const [block] = parseCifDocument("data_x\n_a\n;\\\none \\\n  two\\ \nthree\nfour\n;").blocks;
    expect(block?.value("_a")).toMatchObject({
      text: "one   twothree\nfour",
      raw: "\\\none \\\n  two\\ \nthree\nfour",
    });
  });

  it("leaves prefixes alone in CIF 1.1, where they have no meaning", () => {
    const [block] = parseCifDocument("data_x\n_a\n;>\\\n>one\n;").blocks;
    expect(block?.value("_a")?.text).toBe(">\\\n>one");
  });

  it("remarks on a closing semicolon that no white space follows", () => {
    expect(codesOf("data_x\n_a\n;text\n;_b 1")).toEqual(["CIF_MISSING_SPACE 4:2"]);
  });
});

describe("parseCifDocument on names", () => {
  it("does not take two dotted names for one", () => {
    const [block] = parseCifDocument("data_x _a.b_c 1 _a_b.c 2", { mode: "strict" }).blocks;
    expect(block?.value("_a.b_c")?.text).toBe("1");
    expect(block?.value("_a_b.c")?.text).toBe("2");
    expect(block?.value("_a_b_c")?.text).toBe("1");
    expect(block?.conflict("_a_b_c")).toBeUndefined();
  });

  it("remarks on a name with a dot and again with an underscore, which is no violation", () => {
    const text = "data_x\n_a.b 1\n_a_b 2";
    expect(codesOf(text)).toEqual(["CIF_NAME_IN_TWO_FORMS 3:1"]);
    const [block] = parseCifDocument(text, { mode: "strict" }).blocks;
    expect(block?.value("_a_b")?.text).toBe("2");
    expect(block?.value("_a.b")?.text).toBe("1");
    expect(block?.conflict("_a_b")).toEqual({ line: 3, column: 1 });
  });

  it("is not confused by names that objects have of their own", () => {
    const [block] = parseCifDocument("data___proto__ ___proto__ 1 _constructor 2").blocks;
    expect(block?.name).toBe("__proto__");
    expect(block?.value("___proto__")?.text).toBe("1");
    expect(block?.value("_constructor")?.text).toBe("2");
    expect(block?.value("_toString")).toBeUndefined();
  });

  it("takes _loop for loop_ only where it would have no value", () => {
    expect(codesOf("data_x _loop 1")).toEqual([]);
    expect(codesOf("data_x _loop _a 1 2")).toEqual(["CIF_LOOP_KEYWORD 1:8"]);
  });
});

describe("parseCifDocument on bytes", () => {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

  it("reads UTF-8 with and without byte order mark", () => {
    for (const mark of ["", "\uFEFF"]) {
      const [block] = parseCifDocument(encode(`${mark}#\\#CIF_2.0\ndata_x _a Å`)).blocks;
      expect(block?.value("_a")).toMatchObject({ text: "Å", line: 2, column: 11 });
    }
  });

  it("reads other bytes as Windows-1252, with a remark", () => {
    const bytes = Uint8Array.from([...encode("data_x _a '"), 0xc5, ...encode("'")]);
    const codes: string[] = [];
    const { blocks } = parseCifDocument(bytes, { onDiagnostic: ({ code }) => codes.push(code) });
    expect(blocks[0]?.value("_a")?.text).toBe("Å");
    expect(codes).toEqual(["CIF_INVALID_ENCODING", "CIF_INVALID_CHARACTER"]);
  });

  it("reads UTF-16 with a byte order mark", () => {
    const text = "\uFEFFdata_x _a 5";
    const bytes = new Uint8Array(new Uint16Array(Array.from(text, (c) => c.charCodeAt(0))).buffer);
    expect(parseCifDocument(bytes).blocks[0]?.value("_a")?.text).toBe("5");
  });
});

describe("parseCifDocument on limits", () => {
  const failure = (text: string, options: ParseCifOptions, code: string): void => {
    for (const mode of ["lenient", "strict"] as const) {
      expect(() => parseCifDocument(text, { ...options, mode })).toThrow(
        expect.objectContaining({ name: "CifError", code }),
      );
    }
  };

  it("holds the number of values, names and the depth of lists", () => {
    failure("data_x loop_ _a 1 2 3", { maxValues: 2 }, "CIF_TOO_MANY_VALUES");
    failure("#\\#CIF_2.0\ndata_x _a [1 2 3]", { maxValues: 3 }, "CIF_TOO_MANY_VALUES");
    failure("data_x _a 1 _b 2", { maxNames: 2 }, "CIF_TOO_MANY_NAMES");
    failure("data_x save_a save_ save_b save_", { maxNames: 2 }, "CIF_TOO_MANY_NAMES");
    const deep = `#\\#CIF_2.0\ndata_x _a ${"[".repeat(101)}${"]".repeat(101)}`;
    failure(deep, {}, "CIF_TOO_DEEP");
    expect(parseCifDocument(deep, { maxDepth: 101, mode: "strict" }).blocks).toHaveLength(1);
  });

  it("holds the number of diagnostics", () => {
    const codes: string[] = [];
    parseCifDocument("data_x 1 _a 1 1 _b 1 1 _c 1 1", {
      maxDiagnostics: 2,
      onDiagnostic: ({ code }) => codes.push(code),
    });
    expect(codes).toEqual(["CIF_STRAY_VALUE", "CIF_STRAY_VALUE", "CIF_TOO_MANY_DIAGNOSTICS"]);
  });

  it("refuses limits that are none", () => {
    expect(() => parseCifDocument("", { maxValues: -1 })).toThrow(RangeError);
    expect(() => parseCifDocument("", { maxDepth: 1001 })).toThrow(RangeError);
    expect(() => parseCifDocument("", { maxLength: NaN })).toThrow(RangeError);
  });

  it("remarks on lines of more than 2048 characters, once each", () => {
    const long = `_a '${"x".repeat(2100)}'`;
    expect(codesOf(`data_x\n${long}\n_b 1\n# ${"y".repeat(5000)}\n_c 1`)).toEqual([
      "CIF_LINE_TOO_LONG 2:2049",
      "CIF_LINE_TOO_LONG 4:2049",
    ]);
    expect(codesOf(`data_x\n${"_a 1 # comment\n".repeat(1)}${" \n".repeat(4000)}`)).toEqual([]);
  });
});

describe("CifLoop", () => {
  const [block] = parseCifDocument(
    "data_x\nloop_\n_atom.Label\n_atom.x\nNa 0.25(3)\nCl ?\n'.' 1e-1\n. -5.(0)\nK",
  ).blocks;
  const entry = block?.entry("_atom_label");
  const loop = entry?.kind === "loop" ? entry : undefined;

  it("counts complete rows", () => {
    expect(loop).toMatchObject({ rowCount: 4, isComplete: false, valueCount: 9 });
  });

  it("finds columns as the block finds names", () => {
    expect(loop?.columnOf("_ATOM_X")).toBe(1);
    expect(loop?.columnOf("_atom.x")).toBe(1);
    expect(loop?.columnOf("_atom_y")).toBe(-1);
  });

  it("gives texts, numbers and presence without objects", () => {
    expect([0, 1, 2, 3].map((row) => loop?.text(row, 0))).toEqual(["Na", "Cl", ".", "."]);
    expect([0, 1, 2, 3].map((row) => loop?.isPresent(row, 0))).toEqual([true, true, true, false]);
    expect([0, 1, 2, 3].map((row) => loop?.number(row, 1))).toEqual([0.25, NaN, 0.1, -5]);
  });

  it("gives columns of numbers with their standard uncertainties", () => {
    expect(loop?.numbers("_atom_x")).toEqual({
      values: Float64Array.of(0.25, NaN, 0.1, -5),
      uncertainties: Float64Array.of(0.03, NaN, NaN, 0),
    });
    expect(loop?.numbers("_atom_z")).toBeUndefined();
  });

  it("refuses a row or column that it does not have", () => {
    expect(() => loop?.text(5, 0)).toThrow(RangeError);
    expect(() => loop?.number(0, 2)).toThrow(RangeError);
    expect(loop?.text(4, 0)).toBe("K");
    expect(() => loop?.text(4, 1)).toThrow(RangeError);
  });

  it("can be made of single items", () => {
    const [single] = parseCifDocument("data_x _Cell.a 5(1) _cell_b ? _other 1").blocks;
    const row = single?.rowOfItems("_cell_");
    expect(row).toMatchObject({ tags: ["_Cell.a", "_cell_b"], rowCount: 1 });
    expect(row?.number(0, row.columnOf("_cell_a"))).toBe(5);
    expect(row?.isPresent(0, 1)).toBe(false);
    expect(row?.value(0, 0)).toMatchObject({ line: 1, column: 16 });
    expect(single?.rowOfItems("_none_")).toMatchObject({ rowCount: 0, isComplete: true });
  });
});
