import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import type { CifBlock } from "./cifBlock.ts";
import type { CifChunk, CifStreamSource } from "./cifStreamSource.ts";
import { parseCifDocument } from "./parseCifDocument.ts";
import { streamCifBlocks } from "./streamCifBlocks.ts";
import type { StreamCifOptions } from "./streamCifBlocks.ts";

const awkward = [
  "# before\r\n",
  "data_one\r\n_a 'it''s data_no'\r\n_b\r\n;data_no\r\n data_no\r\n;\r\n# data_no\r\n",
  'data_zwei loop_ _c "data_no" data_ _d 5\r',
  "DATA_Ångström _text 'é 𝔸'\n_list [1]\n",
  "data_three _open 'data_no\n_e 1",
].join("");

async function collect(
  source: CifStreamSource,
  options: StreamCifOptions = {},
): Promise<(CifBlock | string)[]> {
  const found: (CifBlock | string)[] = [];
  for await (const result of streamCifBlocks(source, options)) {
    if (result.ok) found.push(result.value);
    else found.push(`${result.error.code} ${result.error.block ?? ""} ${result.error.line}`);
  }
  return found;
}

/** Everything that a block says, with places. */
function contentOf(blocks: readonly (CifBlock | string)[]): unknown {
  return blocks.map((block) =>
    typeof block === "string"
      ? block
      : [
          [block.name, block.line, block.column],
          block.entries.map((entry) =>
            entry.kind === "item"
              ? [entry.tag, entry.line, entry.column, entry.value.text, entry.value.column]
              : [entry.tags, entry.line, entry.values.map(({ text, line }) => [text, line])],
          ),
        ],
  );
}

function* cut(text: string, sizes: readonly number[]): Generator<string, void, undefined> {
  let start = 0;
  for (let index = 0; start < text.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    yield text.slice(start, start + size);
    start += size;
  }
}

async function* later<T>(pieces: Iterable<T>): AsyncGenerator<T, void, undefined> {
  for (const piece of pieces) {
    await Promise.resolve();
    yield piece;
  }
}

describe("streamCifBlocks", () => {
  const expected = contentOf(parseCifDocument(awkward).blocks);
  const bytes = new TextEncoder().encode(awkward);

  it("gives the blocks that parseCifDocument gives, from every kind of source", async () => {
    const web = (pieces: CifChunk[]): ReadableStream<CifChunk> =>
      new ReadableStream({
        start(controller): void {
          for (const piece of pieces) controller.enqueue(piece);
          controller.close();
        },
      });
    const sources: CifStreamSource[] = [
      awkward,
      bytes,
      [awkward.slice(0, 50), awkward.slice(50)],
      later(cut(awkward, [7])),
      web([bytes.subarray(0, 33), bytes.subarray(33)]),
      new Blob([bytes]).stream() as ReadableStream<Uint8Array>,
    ];
    for (const source of sources) expect(contentOf(await collect(source))).toEqual(expected);
  });

  it("is right wherever text or bytes are cut", async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.boolean(), async (steps, asBytes) => {
        const pieces: CifChunk[] = [];
        let start = 0;
        for (let index = 0; start < bytes.length; index += 1) {
          const size = steps[index % steps.length] ?? 1;
          pieces.push(
            asBytes ? bytes.subarray(start, start + size) : awkward.slice(start, start + size),
          );
          start += size;
        }
        expect(contentOf(await collect(pieces))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it("reads CIF 2.0 where the first line says so", async () => {
    const text = "#\\#CIF_2.0\ndata_a _l ['''\ndata_no\n''' {'k':1}]\ndata_b _m 1";
    const blocks = await collect(cut(text, [3]));
    expect(contentOf(blocks)).toEqual(contentOf(parseCifDocument(text).blocks));
    expect(blocks).toHaveLength(2);
  });

  it("cuts where reading sees a heading, also in a table at fault", async () => {
    const text = "#\\#CIF_2.0\n{'k':_{data_a _b {c:_{data_d";
    expect(contentOf(await collect(text))).toEqual(contentOf(parseCifDocument(text).blocks));
  });

  it("gives a block at fault as an error and loses no other", async () => {
    const text = "data_a _x 1\ndata_b _x 1 2\ndata_c _x\ndata_d _x 4";
    expect(await collect(text, { mode: "strict" })).toMatchObject([
      { name: "a" },
      "CIF_STRAY_VALUE b 2",
      "CIF_MISSING_VALUE c 3",
      { name: "d", line: 4 },
    ]);
  });

  it("throws away a block that is longer than the limit and reads on", async () => {
    const rows = "1.5 2.5 3.5\n".repeat(5000);
    const field = `;\n${"not data_no\n".repeat(5000)};\n`;
    const text = `data_a _x 1\ndata_b loop_ _p _q _r\n${rows}data_c\n_f\n${field}data_d _x 4`;
    for (const size of [text.length, 1000, 17]) {
      expect(await collect(cut(text, [size]), { maxLength: 1000 })).toMatchObject([
        { name: "a" },
        "CIF_TOO_LONG b 2",
        "CIF_TOO_LONG c 5003",
        { name: "d", line: 10_007 },
      ]);
    }
  });

  it("finds the end of a token that is longer than the limit", async () => {
    const long = "x".repeat(5000);
    for (const token of [
      `'${long}'`,
      `# ${long}\n1`,
      long,
      `\n;${long}\n;`,
      `"${long}' data_no"`,
    ]) {
      const text = `data_a _x ${token}\ndata_b _x 2`;
      expect(await collect(cut(text, [100]), { maxLength: 500 })).toMatchObject([
        "CIF_TOO_LONG a 1",
        { name: "b" },
      ]);
    }
  });

  it("holds the other limits for each block", async () => {
    expect(await collect("data_a _x 1 _y 2\ndata_b _x 1", { maxNames: 2 })).toMatchObject([
      "CIF_TOO_MANY_NAMES a 1",
      { name: "b" },
    ]);
  });

  it("reports a repeated block name, progress and remarks with lines of the whole text", async () => {
    const codes: string[] = [];
    const progress: unknown[] = [];
    await collect(cut(`data_a _x 1\n${"data_a _y 2 stray\n".repeat(8)}`, [70]), {
      onDiagnostic: ({ code, line }) => codes.push(`${code} ${line}`),
      onProgress: (state) => progress.push(state),
    });
    expect(codes.slice(0, 3)).toEqual([
      "CIF_DUPLICATE_NAME 2",
      "CIF_STRAY_VALUE 2",
      "CIF_DUPLICATE_NAME 3",
    ]);
    expect(progress.at(-1)).toEqual({ characters: 156, blocks: 9 });
  });

  it("reads bytes that are not UTF-8 as Windows-1252, with one remark", async () => {
    const codes: string[] = [];
    const pieces = ["data_a _x '", Uint8Array.of(0xc5), "' _y 1\ndata_b _x 2"];
    const blocks = await collect(pieces, { onDiagnostic: ({ code }) => codes.push(code) });
    expect(contentOf(blocks.slice(0, 1))).toEqual([
      [
        ["a", 1, 1],
        [
          ["_x", 1, 8, "Å", 11],
          ["_y", 1, 15, "1", 18],
        ],
      ],
    ]);
    expect(codes).toEqual(["CIF_INVALID_ENCODING", "CIF_INVALID_CHARACTER"]);
  });

  it("is empty for an empty text and for one of comments", async () => {
    expect(await collect("")).toEqual([]);
    expect(await collect([])).toEqual([]);
    expect(await collect("# nothing\n")).toEqual([]);
  });

  it("stops at the signal, also while the source hangs, and closes the source", async () => {
    const controller = new AbortController();
    let isCancelled = false;
    const hanging = new ReadableStream<string>({
      start(stream): void {
        stream.enqueue(`data_a _x 1\ndata_b ${" ".repeat(100)}`);
      },
      cancel(): void {
        isCancelled = true;
      },
    });
    const blocks = streamCifBlocks(hanging, { signal: controller.signal });
    expect(await blocks.next()).toMatchObject({ value: { ok: true, value: { name: "a" } } });
    const next = blocks.next();
    controller.abort(new Error("enough"));
    await expect(next).rejects.toThrow("enough");
    expect(isCancelled).toBe(true);
    const late = streamCifBlocks("data_a", { signal: controller.signal });
    await expect(late.next()).rejects.toThrow("enough");
  });

  it("closes the source when the reader leaves early", async () => {
    let isClosed = false;
    function* source(): Generator<string, void, undefined> {
      try {
        for (;;) yield `data_a _x 1 ${" ".repeat(100)}\n`;
      } finally {
        isClosed = true;
      }
    }
    for await (const block of streamCifBlocks(source())) {
      expect(block.ok).toBe(true);
      break;
    }
    expect(isClosed).toBe(true);
  });

  it("hands on what the source throws, and refuses what is no source", async () => {
    function* broken(): Generator<string, void, undefined> {
      yield "data_a ";
      throw new Error("disk");
    }
    await expect(collect(broken())).rejects.toThrow("disk");
    await expect(collect(5 as unknown as string)).rejects.toThrow(TypeError);
    // @ts-expect-error a call that the compiler refuses
    await expect(collect([5])).rejects.toThrow(TypeError);
  });

  it("takes time in proportion to the length, however small the pieces", async () => {
    const text = `data_a\n_x\n;\n${"long text field\n".repeat(20_000)};\n`;
    const before = process.cpuUsage();
    expect(await collect(cut(text, [5]))).toHaveLength(1);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(5);
  });
});
