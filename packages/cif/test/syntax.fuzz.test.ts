import { CifError, parseCifDocument, streamCifBlocks, writeCifDocument } from "@ftcp/cif";
import type { CifBlock, CifDiagnostic, CifValue } from "@ftcp/cif";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

/** Inputs of each test; FTCP_FUZZ_RUNS draws more or fewer, FTCP_TEST_SEED=random others. */
const numRuns = Number(process.env["FTCP_FUZZ_RUNS"] ?? "100000");
const oneHour = 3_600_000;

const pieces = [
  ...Array.from("\n\r\t ;'\"#_$[]{}?.:,()\\0159eEx"),
  ...["\r\n", "\n;", "\n;\\\n", "\\\n", ">\\\n", "'''", '"""', "' ", '" ', "\uFEFF", "\u00a0"],
  ...["\u0000", "\u001a", "\u0085", "Å", "𝔸", "\ud800", "\udc00", "\ufffe"],
  ...[
    "data_",
    "data_a",
    "DATA_B ",
    "loop_",
    "loop_ _a _b ",
    "save_",
    "save_f ",
    "stop_",
    "global_",
  ],
  ...["_a ", "_A ", "_a.b ", "_a_b ", "_loop ", "_", "__proto__", "1.5(2) ", "-1e9 ", "word "],
  ...["[", "]", "{'k':", "}", "'k':", " # remark\n", "#\\#CIF_2.0\n", "x".repeat(2100)],
];
const inputs = fc
  .tuple(
    fc.constantFrom("", "data_x ", "#\\#CIF_2.0\n", "#\\#CIF_2.0\ndata_x ", "\uFEFF#\\#CIF_2.0\n"),
    fc.array(fc.constantFrom(...pieces), { maxLength: 40 }),
  )
  .map(([start, parts]) => start + parts.join(""));

function valueOf(value: CifValue, withPlace: boolean): unknown {
  const place = withPlace ? [value.delimiter, value.raw, value.line, value.column] : [];
  if (value.delimiter === "list") {
    return [...place, value.items.map((item) => valueOf(item, withPlace))];
  }
  if (value.delimiter === "table") {
    return [
      ...place,
      value.entries.map((entry) => [entry.key.text, valueOf(entry.value, withPlace)]),
    ];
  }
  return [...place, value.text, value.delimiter === "bare" && /^[?.]$/u.test(value.text)];
}

function contentOf(block: CifBlock, withPlace: boolean): unknown {
  return [
    block.name,
    withPlace ? [block.line, block.column] : [],
    block.entries.map((entry) =>
      entry.kind === "item"
        ? [entry.tag, valueOf(entry.value, withPlace)]
        : [entry.tags, entry.values.map((value) => valueOf(value, withPlace))],
    ),
    block.frames.map((frame) => contentOf(frame, withPlace)),
  ];
}

function whole(text: string): { content: string; remarks: CifDiagnostic[] } {
  const remarks: CifDiagnostic[] = [];
  const { blocks } = parseCifDocument(text, { onDiagnostic: (remark) => remarks.push(remark) });
  return { content: JSON.stringify(blocks.map((block) => contentOf(block, true))), remarks };
}

/** Remarks of blocks that are read apart come in another order, and long lines may belong to two. */
function inAnyOrder(remarks: readonly CifDiagnostic[]): string[] {
  return remarks
    .filter(({ code }) => code !== "CIF_LINE_TOO_LONG")
    .map((remark) => JSON.stringify(remark))
    .sort();
}

describe("any text", () => {
  it(
    "is read without any error but CifError, which strict mode throws for the first violation",
    () => {
      fc.assert(
        fc.property(inputs, (text) => {
          const { remarks } = whole(text);
          const violation = remarks.find(({ severity }) => severity === "warning");
          let thrown: unknown;
          try {
            parseCifDocument(text, { mode: "strict" });
          } catch (error) {
            if (!(error instanceof CifError)) throw error;
            thrown = error.code;
          }
          // A warning of its own: the version that does not exist.
          if (violation?.code !== "CIF_UNSUPPORTED_VERSION") expect(thrown).toBe(violation?.code);
        }),
        { numRuns },
      );
    },
    oneHour,
  );

  it(
    "is read the same when it comes in pieces",
    async () => {
      await fc.assert(
        fc.asyncProperty(
          inputs,
          fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }),
          fc.boolean(),
          async (text, sizes, asBytes) => {
            // Lone surrogates have no UTF-8.
            const bytes =
              asBytes && !/\p{Surrogate}/u.test(text) ? new TextEncoder().encode(text) : undefined;
            const parts: (string | Uint8Array)[] = [];
            const { length } = bytes ?? text;
            for (let start = 0, index = 0; start < length; index += 1) {
              const end = start + (sizes[index % sizes.length] ?? 1);
              parts.push(bytes?.subarray(start, end) ?? text.slice(start, end));
              start = end;
            }
            const remarks: CifDiagnostic[] = [];
            const blocks: unknown[] = [];
            for await (const block of streamCifBlocks(parts, {
              onDiagnostic: (remark) => remarks.push(remark),
            })) {
              if (!block.ok) throw block.error;
              blocks.push(contentOf(block.value, true));
            }
            const expected = whole(text);
            expect(JSON.stringify(blocks)).toBe(expected.content);
            expect(inAnyOrder(remarks)).toEqual(inAnyOrder(expected.remarks));
          },
        ),
        { numRuns },
      );
    },
    oneHour,
  );

  it(
    "can be written and read again, or the writer refuses it",
    () => {
      fc.assert(
        fc.property(inputs, fc.constantFrom("1.1" as const, "2.0" as const), (text, version) => {
          const document = parseCifDocument(text);
          let written: string;
          try {
            written = writeCifDocument(document, { version });
          } catch (error) {
            if (!(error instanceof CifError)) throw error;
            expect(error.code).toBe("CIF_UNWRITABLE");
            return;
          }
          const again = parseCifDocument(written, { mode: "strict" });
          expect(again.blocks.map((block) => contentOf(block, false))).toEqual(
            document.blocks.map((block) => contentOf(block, false)),
          );
        }),
        { numRuns },
      );
    },
    oneHour,
  );
});
