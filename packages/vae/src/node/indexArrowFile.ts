import { parseLayout, type FtcpLayout } from "@ftcp/featurize";
import type { FileHandle } from "node:fs/promises";
import { VaeError } from "../vaeError.ts";
import { damagedData } from "./damagedData.ts";
import { guardRead } from "./guardRead.ts";
import { readExactly } from "./readExactly.ts";

/** What an Arrow file of the featurizer holds, and where. */
export interface ArrowIndex {
  /** Layout of the tensors. */
  readonly layout: FtcpLayout;
  /** The crystals, in the order of the file. */
  readonly ids: readonly string[];
  /** First byte of every tensor. */
  readonly positions: Float64Array;
}

/**
 * Finds the crystals and tensors of an Arrow IPC file, without reading the tensors.
 *
 * @param path - the file, for errors
 * @param file - the open file
 * @returns ids, layout and places
 * @throws `VaeError` with code `VAE_DATA_DAMAGED` when it is no such file, cut off, compressed or has empty values,
 *   or `VAE_READ_FAILED`
 *
 * @see https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc
 */
export async function indexArrowFile(path: string, file: FileHandle): Promise<ArrowIndex> {
  const { size } = await guardRead(path, () => file.stat());
  await requireMagic(path, file, size);
  try {
    return await readIndex(path, file, size);
  } catch (cause) {
    if (cause instanceof VaeError) throw cause;
    // What Arrow's own reader throws when lengths and offsets lead nowhere.
    throw damagedData(path, "the metadata are damaged", {}, { cause });
  }
}

async function readIndex(path: string, file: FileHandle, size: number): Promise<ArrowIndex> {
  const { DataType, Message, RecordBatchReader } = await import("apache-arrow");
  const reader = await RecordBatchReader.from(file);
  await reader.open();
  const { footer } = reader;
  if (footer === null) throw damagedData(path, "it has no footer");
  const text = footer.schema.metadata.get("ftcp:layout");
  if (text === undefined) throw damagedData(path, "not written by the featurizer");
  const layout = parseLayout(text);
  const [id, index, tensor] = footer.schema.fields;
  const isOurs =
    id?.name === "id" &&
    DataType.isUtf8(id.type) &&
    index?.name === "index" &&
    DataType.isInt(index.type) &&
    tensor?.name === "tensor" &&
    DataType.isFixedSizeList(tensor.type) &&
    tensor.type.listSize === layout.rows * layout.columns &&
    DataType.isFloat(tensor.type.valueType) &&
    tensor.type.valueType.ArrayType === Float32Array;
  if (!isOurs) throw damagedData(path, "other columns than the featurizer writes");

  const length = layout.rows * layout.columns * 4;
  const ids: string[] = [];
  const positions: number[] = [];
  for (const block of footer.recordBatches()) {
    const body = block.offset + block.metaDataLength;
    if (
      !isInside(block.offset, block.metaDataLength, body) ||
      !isInside(body, block.bodyLength, size)
    ) {
      throw damagedData(path, "a record batch lies outside of the file");
    }
    // A marker and the length stand before the message itself.
    const metadata = (await read(block.offset, block.metaDataLength)).subarray(8);
    const message = Message.decode(metadata);
    if (!message.isRecordBatch()) throw damagedData(path, "a message is no record batch");
    const batch = message.header();
    if (batch.compression !== null) throw damagedData(path, "compressed");
    if (batch.nodes.slice(0, 4).some(({ nullCount }) => nullCount !== 0)) {
      throw damagedData(path, "it has empty values");
    }
    // Every column begins with the bits of its empty values: id (offsets, text), index, list, numbers.
    const [, offsets, texts, , , , , numbers] = batch.buffers;
    const count = batch.length;
    const isWhole =
      offsets !== undefined &&
      texts !== undefined &&
      numbers !== undefined &&
      [offsets, texts, numbers].every((part) =>
        isInside(part.offset, part.length, block.bodyLength),
      ) &&
      offsets.length >= 4 * (count + 1) &&
      numbers.length >= count * length;
    if (!isWhole) throw damagedData(path, "a record batch is cut off");
    const starts = await read(body + offsets.offset, 4 * (count + 1));
    const names = await read(body + texts.offset, texts.length);
    for (let i = 0; i < count; i++) {
      const [from, to] = [starts.readInt32LE(4 * i), starts.readInt32LE(4 * i + 4)];
      if (!isInside(from, to - from, names.length)) throw damagedData(path, "an id is cut off");
      ids.push(names.toString("utf8", from, to));
      positions.push(body + numbers.offset + i * length);
    }
  }
  return { layout, ids, positions: Float64Array.from(positions) };

  async function read(from: number, count: number): Promise<Buffer> {
    const bytes = Buffer.alloc(count);
    await guardRead(path, () => readExactly(file, bytes, from));
    return bytes;
  }
}

const magic = "ARROW1";

async function requireMagic(path: string, file: FileHandle, size: number): Promise<void> {
  const tail = magic.length + 4;
  if (size < magic.length + 2 + tail) throw damagedData(path, "not an Arrow file");
  const head = Buffer.alloc(magic.length);
  const end = Buffer.alloc(tail);
  await guardRead(path, () => readExactly(file, head, 0));
  await guardRead(path, () => readExactly(file, end, size - tail));
  if (head.toString("latin1") !== magic) {
    throw damagedData(path, "not an Arrow file; a stream of Arrow has no places to look up");
  }
  const footer = end.readInt32LE(0);
  const isWhole = end.toString("latin1", 4) === magic && isInside(8, footer, size - tail);
  if (!isWhole) throw damagedData(path, "cut off: the footer is missing");
}

function isInside(start: number, length: number, end: number): boolean {
  return start >= 0 && length >= 0 && start + length <= end;
}
