import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import type { CifDiagnostic } from "../cifDiagnostic.ts";
import type { CifBlock } from "../syntax/cifBlock.ts";
import type { CifVersion } from "../syntax/cifVersion.ts";
import { foldName } from "../syntax/foldName.ts";
import { parseCifDocument } from "../syntax/parseCifDocument.ts";
import type { CifBlockContent, CifDocumentContent, CifValueContent } from "./cifContent.ts";
import { writeCifDocument } from "./writeCifDocument.ts";

/** A value without what the choice of delimiters may change. */
function plainValue(value: CifValueContent): unknown {
  if (value.delimiter === "list") return value.items.map(plainValue);
  if (value.delimiter === "table") {
    return { table: value.entries.map((entry) => [entry.key.text, plainValue(entry.value)]) };
  }
  const isPlaceHolder = value.text === "?" || value.text === ".";
  return isPlaceHolder && value.delimiter === "bare" ? { placeHolder: value.text } : value.text;
}

function plainBlock({ name, entries, frames = [] }: CifBlockContent | CifBlock): unknown {
  return {
    name,
    entries: entries.map((entry) =>
      entry.kind === "item"
        ? [entry.tag, plainValue(entry.value)]
        : [entry.tags, entry.values.map(plainValue)],
    ),
    frames: frames.map(plainBlock),
  };
}

/** Writes, reads strictly, and compares; no remark may be made and no line may be too long. */
function expectRoundTrip(document: CifDocumentContent, version: CifVersion): string {
  const text = writeCifDocument(document, { version });
  const remarks: CifDiagnostic[] = [];
  const again = parseCifDocument(text, {
    mode: "strict",
    onDiagnostic: (remark) => remarks.push(remark),
  });
  expect(again.blocks.map(plainBlock)).toEqual(document.blocks.map(plainBlock));
  expect(again.version).toBe(version);
  expect(remarks.filter(({ code }) => code !== "CIF_NAME_IN_TWO_FORMS")).toEqual([]);
  return text;
}

function documentOf(...values: CifValueContent[]): CifDocumentContent {
  const entries = values.map((value, index) => ({
    kind: "item" as const,
    tag: `_v${index}`,
    value,
  }));
  return { blocks: [{ name: "x", entries }] };
}

const hostilePieces = [
  ...[";", "'", '"', "#", "_", "$", "[", "]", "{", "}", ":", "\\", "?", ".", " ", "\t", "\n"],
  ...["data_", "loop_", "save_", "stop_", "global_", "_tag", "a", "1.5(2)", "\n;", "\\\n", "'''"],
  ...['"""', "' ", '" ', "''", ">\\\n", "x".repeat(700), ";".repeat(300), "word ".repeat(150)],
];
const unicodePieces = [...hostilePieces, "Å", "𝔸", "é", "\u00a0", "e\u0301", "ß"];

function textOf(pieces: readonly string[]): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join(""));
}

const delimiters = fc.constantFrom(
  ...([undefined, "bare", "single", "double", "text", "triple-single", "triple-double"] as const),
);

function scalarOf(pieces: readonly string[]): fc.Arbitrary<CifValueContent> {
  return fc
    .tuple(textOf(pieces), delimiters)
    .map(([text, delimiter]) => (delimiter === undefined ? { text } : { text, delimiter }));
}

/** CIF 1.1 has no way to write lines that begin with a semicolon and lines of semicolons to fold. */
const scalar1 = scalarOf(hostilePieces).filter(
  (value) =>
    value.delimiter === "list" ||
    value.delimiter === "table" ||
    !(/\n;|;{2000}/u.test(value.text) || /^;.{2000}/u.test(value.text)),
);
const value2 = fc.letrec<{ value: CifValueContent }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    { arbitrary: scalarOf(unicodePieces), weight: 4 },
    {
      arbitrary: fc
        .array(tie("value"), { maxLength: 4 })
        .map((items) => ({ delimiter: "list" as const, items })),
      weight: 1,
    },
    {
      arbitrary: fc
        .uniqueArray(fc.tuple(textOf(["k", "'", " ", "é", '"', "\n", ":"]), tie("value")), {
          maxLength: 3,
          selector: ([key]) => key.normalize("NFC"),
        })
        .map((pairs) => ({
          delimiter: "table" as const,
          entries: pairs
            .filter(([key]) => !(key.includes("'") && key.includes('"')))
            .map(([text, value]) => ({ key: { text }, value })),
        })),
      weight: 1,
    },
  ),
})).value;

function documents(
  value: fc.Arbitrary<CifValueContent>,
  nameCharacters: readonly string[],
): fc.Arbitrary<CifDocumentContent> {
  const name = fc
    .array(fc.constantFrom(...nameCharacters), { minLength: 1, maxLength: 5 })
    .map((parts) => parts.join(""));
  const names = (count: number): fc.Arbitrary<string[]> =>
    fc.uniqueArray(name, { minLength: count, maxLength: count, selector: foldName });
  const entries = names(7).chain((tags) =>
    fc
      .tuple(
        fc.array(value, { minLength: 3, maxLength: 3 }),
        fc
          .integer({ min: 1, max: 3 })
          .chain((rows) => fc.array(value, { minLength: 4 * rows, maxLength: 4 * rows })),
      )
      .map(([items, values]): CifBlockContent["entries"] => [
        ...items.map((item, index) => ({
          kind: "item" as const,
          tag: `_${tags[index] ?? ""}`,
          value: item,
        })),
        { kind: "loop" as const, tags: tags.slice(3).map((tag) => `_${tag}`), values },
      ]),
  );
  return fc
    .tuple(names(2), names(2), fc.array(entries, { minLength: 4, maxLength: 4 }))
    .map(([blockNames, frameNames, lists]) => ({
      blocks: blockNames.map((blockName, index) => ({
        name: blockName,
        entries: lists[index] ?? [],
        frames:
          index === 0
            ? frameNames.map((frameName, at) => ({ name: frameName, entries: lists[at + 2] ?? [] }))
            : [],
      })),
    }));
}

describe("writeCifDocument", () => {
  it("writes what can be read back: any CIF 1.1 document", () => {
    const names = ["a", "B", "_", ".", "[1]", "'", '"', "#", ";", "$", "data_"];
    fc.assert(
      fc.property(documents(scalar1, names), (document) => {
        const text = expectRoundTrip(document, "1.1");
        expect(text.split("\n").every((line) => line.length <= 2048)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it("writes what can be read back: any CIF 2.0 document", () => {
    const names = ["a", "B", "_", ".", "[1]", "{", "'", "#", "É", "ß", "𝔸"];
    fc.assert(
      fc.property(documents(value2, names), (document) => {
        const text = expectRoundTrip(document, "2.0");
        expect(text.split("\n").every((line) => line.length <= 2048)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it("keeps delimiters where they can hold the text", () => {
    const text = writeCifDocument(
      documentOf(
        { text: "5", delimiter: "bare" },
        { text: "5", delimiter: "single" },
        { text: "5", delimiter: "double" },
        { text: "5", delimiter: "text" },
        { text: "5" },
        { text: "it's", delimiter: "single" },
        { text: "a' b", delimiter: "single" },
        { text: "x y", delimiter: "bare" },
        { text: "?", delimiter: "bare" },
        { text: "?" },
        { text: "loop_" },
      ),
    );
    expect(text).toBe(
      [
        "#\\#CIF_1.1\n\ndata_x\n_v0 5\n_v1 '5'\n_v2 \"5\"\n_v3\n;5\n;\n_v4 5\n_v5 'it's'",
        "\n_v6 \"a' b\"\n_v7 'x y'\n_v8 ?\n_v9 '?'\n_v10 'loop_'\n",
      ].join(""),
    );
  });

  it("writes lists and tables on one line or several", () => {
    const list = (...texts: string[]): CifValueContent => ({
      delimiter: "list",
      items: texts.map((text) => ({ text })),
    });
    const table: CifValueContent = {
      delimiter: "table",
      entries: [{ key: { text: "k" }, value: list("1", "a b") }],
    };
    const text = expectRoundTrip(documentOf(table, list(), list("x".repeat(2000), "y\nz")), "2.0");
    expect(text).toContain("_v0 {'k':[1 'a b']}\n_v1 []\n_v2 [ xxx");
  });

  it("folds long lines, also where only semicolons and surrogates stand", () => {
    const texts = [
      "x".repeat(5000),
      `${"y".repeat(2046)};${"z".repeat(2046)};;`,
      "\\".repeat(5000),
    ];
    expectRoundTrip(documentOf(...texts.map((text) => ({ text }))), "1.1");
    const more = [...texts, "𝔸".repeat(3000), ";".repeat(5000), `a\n;${";".repeat(5000)}\n''' """`];
    expectRoundTrip(documentOf(...more.map((text) => ({ text }))), "2.0");
  });

  it("takes the version of the document unless told otherwise", () => {
    const document = parseCifDocument("#\\#CIF_2.0\ndata_x _a [1]");
    expect(writeCifDocument(document)).toMatch(/^#\\#CIF_2\.0\n/u);
    expect(() => writeCifDocument(document, { version: "1.1" })).toThrow(
      expect.objectContaining({ code: "CIF_UNWRITABLE" }),
    );
    // @ts-expect-error a call that the compiler refuses
    expect(() => writeCifDocument(document, { version: "3" })).toThrow(RangeError);
  });

  const loop = (tags: string[], count: number): CifDocumentContent => ({
    blocks: [
      {
        name: "x",
        entries: [
          { kind: "loop", tags, values: Array.from({ length: count }, () => ({ text: "1" })) },
        ],
      },
    ],
  });
  const named = (name: string): CifDocumentContent => ({ blocks: [{ name, entries: [] }] });
  const deep = (depth: number): CifValueContent => {
    let value: CifValueContent = { text: "1" };
    for (let level = 0; level < depth; level += 1) value = { delimiter: "list", items: [value] };
    return value;
  };

  it.each<[string, CifDocumentContent, CifVersion]>([
    ["a list in CIF 1.1", documentOf({ delimiter: "list", items: [] }), "1.1"],
    ["what is not ASCII in CIF 1.1", documentOf({ text: "Å" }), "1.1"],
    ["a line that begins with a semicolon in CIF 1.1", documentOf({ text: "a\n;b" }), "1.1"],
    ["a control character", documentOf({ text: "\u0007" }), "2.0"],
    ["a lone surrogate", documentOf({ text: "\ud800" }), "2.0"],
    ["a carriage return, which no reader keeps", documentOf({ text: "a\rb" }), "2.0"],
    ["an empty name", named(""), "2.0"],
    ["a name with a space", named("a b"), "2.0"],
    ["a name beyond ASCII in CIF 1.1", named("Å"), "1.1"],
    ["a name longer than a line", named("x".repeat(2048)), "2.0"],
    ["two blocks of one name", { blocks: [...named("a").blocks, ...named("A").blocks] }, "2.0"],
    ["a data name without underscore", loop(["a"], 1), "2.0"],
    ["a data name twice", loop(["_a", "_A"], 2), "2.0"],
    ["a loop without names", loop([], 0), "2.0"],
    ["a loop without rows", loop(["_a"], 0), "2.0"],
    ["an incomplete row", loop(["_a", "_b"], 3), "2.0"],
    [
      "a nested save frame",
      {
        blocks: [
          {
            name: "a",
            entries: [],
            frames: [{ name: "b", entries: [], frames: named("c").blocks }],
          },
        ],
      },
      "2.0",
    ],
    [
      "a key that no quotes can hold",
      documentOf({
        delimiter: "table",
        entries: [{ key: { text: `'''"""` }, value: { text: "1" } }],
      }),
      "2.0",
    ],
    [
      "a key twice",
      documentOf({
        delimiter: "table",
        entries: ["é", "e\u0301"].map((text) => ({ key: { text }, value: { text: "1" } })),
      }),
      "2.0",
    ],
    ["endless nesting", documentOf(deep(5000)), "2.0"],
  ])("refuses %s", (_, document, version) => {
    expect(() => writeCifDocument(document, { version })).toThrow(
      expect.objectContaining({ name: "CifError", code: "CIF_UNWRITABLE" }),
    );
  });
});
