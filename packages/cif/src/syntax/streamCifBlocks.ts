import type { Result } from "@ftcp/crystal";

import { CifError } from "../cifError.ts";
import { DiagnosticLog } from "../diagnosticLog.ts";
import type { ParseCifOptions } from "../parseCifOptions.ts";
import { BlockReader } from "./blockReader.ts";
import { BlockSplitter } from "./blockSplitter.ts";
import type { BlockText } from "./blockSplitter.ts";
import type { CifBlock } from "./cifBlock.ts";
import type { CifLimits } from "./cifLimits.ts";
import { resolveLimits } from "./cifLimits.ts";
import type { CifStreamSource } from "./cifStreamSource.ts";
import type { CifVersion } from "./cifVersion.ts";
import { ChunkDecoder } from "./chunkDecoder.ts";
import { ChunkReader } from "./chunkReader.ts";
import { declaredVersion } from "./declaredVersion.ts";
import { reportEncoding } from "./reportEncoding.ts";

/** The first line tells the version; it is shorter than this. */
const firstLineLength = 64;

/** How far a stream has been read. */
export interface CifStreamProgress {
  /** Characters read, in UTF-16 code units. */
  readonly characters: number;
  /** Data blocks handed out, those with an error included. */
  readonly blocks: number;
}

/** How a stream is read; the limits hold for each data block. */
export interface StreamCifOptions extends Pick<
  ParseCifOptions,
  keyof CifLimits | "mode" | "maxDiagnostics" | "onDiagnostic"
> {
  /** Stops the reading; the iteration then throws its reason. */
  readonly signal?: AbortSignal;
  /** Called after each piece of the source. */
  readonly onProgress?: (progress: CifStreamProgress) => void;
}

/**
 * Reads the data blocks of a CIF one at a time, so that only the block at hand must fit into memory.
 *
 * @param source - a text, bytes, or an iterable or stream of either, cut into pieces anywhere
 * @param options - see {@link StreamCifOptions}
 * @returns one result a data block, in the order of the file: the block, or the {@link CifError} that
 * belongs to it. In strict mode this is the first violation of the grammar in the block; in both modes
 * `CIF_TOO_LONG` and the other limits, of which `maxLength` is the length of a block
 * @throws the reason of `options.signal`, and what the source itself throws; TypeError when the source
 * or one of its pieces is of another type
 *
 * @remarks
 * Lines are counted from the beginning of the file. Values are as `parseCifDocument` gives them. Content
 * before the first `data_` makes a block without a name. Bytes are UTF-8; from the first piece that is
 * not, they are read as Windows-1252. A block keeps the text of the piece that it came in alive.
 *
 * @example
 * ```ts
 * import { createReadStream } from "node:fs";
 *
 * for await (const block of streamCifBlocks(createReadStream("large.cif"))) {
 *   if (block.ok) block.value.value("_cell_length_a");
 *   else block.error.code; // the other blocks are not touched by it
 * }
 * ```
 */
export async function* streamCifBlocks(
  source: CifStreamSource,
  options: StreamCifOptions = {},
): AsyncGenerator<Result<CifBlock, CifError>, void, undefined> {
  const { signal, onProgress } = options;
  const stream = new BlockStream(options);
  const reader = new ChunkReader(source);
  const decoder = new ChunkDecoder();
  let characters = 0;
  let blocks = 0;
  try {
    for (;;) {
      const chunk = await reader.next(signal);
      const text = chunk === undefined ? decoder.end() : decoder.decode(chunk);
      characters += text.length;
      for (const result of stream.read(text, chunk === undefined, decoder.encoding)) {
        blocks += 1;
        yield result;
        signal?.throwIfAborted();
      }
      onProgress?.({ characters, blocks });
      if (chunk === undefined) return;
    }
  } finally {
    await reader.close(signal);
  }
}

/** Turns pieces of text into blocks. */
class BlockStream {
  readonly #options: StreamCifOptions;
  readonly #limits: CifLimits;
  readonly #blockNames = new Set<string>();
  #version: CifVersion = "1.1";
  #splitter: BlockSplitter | undefined;
  #beginning = "";
  #isEncodingReported = false;

  constructor(options: StreamCifOptions) {
    this.#options = options;
    this.#limits = resolveLimits(options);
  }

  *read(
    text: string,
    isEnd: boolean,
    encoding: ChunkDecoder["encoding"],
  ): Generator<Result<CifBlock, CifError>, void, undefined> {
    if (this.#splitter === undefined) {
      this.#beginning += text;
      if (this.#beginning.length < firstLineLength && !isEnd) return;
      const log = new DiagnosticLog(this.#options, false);
      this.#version = declaredVersion(this.#beginning, log);
      this.#splitter = new BlockSplitter(
        this.#beginning,
        this.#version === "2.0",
        this.#limits.maxLength,
      );
      this.#beginning = "";
    } else {
      this.#splitter.push(text);
    }
    for (const block of this.#splitter.blocks(isEnd)) yield* this.#readBlock(block, encoding);
  }

  *#readBlock(
    { source, codes, isTooLong }: BlockText,
    encoding: ChunkDecoder["encoding"],
  ): Generator<Result<CifBlock, CifError>, void, undefined> {
    const log = new DiagnosticLog(this.#options, false);
    let blocks: readonly CifBlock[];
    try {
      if (isTooLong) throw this.#tooLong(source);
      if (!this.#isEncodingReported && encoding !== "utf-8") {
        this.#isEncodingReported = true;
        reportEncoding(encoding, this.#version, log);
      }
      const isVersion2 = this.#version === "2.0";
      blocks = new BlockReader(
        source,
        isVersion2,
        this.#limits,
        log,
        codes,
        this.#blockNames,
      ).read();
    } catch (error) {
      if (!(error instanceof CifError)) throw error;
      yield { ok: false, error };
      return;
    }
    for (const value of blocks) yield { ok: true, value };
  }

  #tooLong(source: BlockText["source"]): CifError {
    const beginning = source.text.slice(source.from, source.from + 200);
    const name = /^data_(\S*)/iu.exec(beginning)?.[1];
    const { line, column } = source.locate(source.from);
    return new CifError(
      "CIF_TOO_LONG",
      `a data block has more than ${this.#limits.maxLength} characters`,
      { line, column, ...(name === undefined ? {} : { block: name }) },
    );
  }
}
