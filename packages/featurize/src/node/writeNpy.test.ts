import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";

import { perovskite, rockSalt } from "../../test/structures.ts";
import { createLayout } from "../layout/createLayout.ts";
import { featurize } from "../tensor/featurize.ts";
import type { FtcpTensor } from "../tensor/ftcpTensor.ts";
import { readNpy } from "./readNpy.ts";
import { streamNpy, type WritableFile } from "./streamNpy.ts";
import { writeNpy } from "./writeNpy.ts";

const layout = createLayout({ cell: "given", siteOrder: "given" });
const size = layout.rows * layout.columns;
const one = featurize(rockSalt, layout);
const two = featurize(perovskite, layout);

let folder = "";
let path = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ftcp-npy-"));
  path = join(folder, "X.npy");
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A disk with room for `room` bytes, in memory. */
class SmallDisk implements WritableFile {
  bytes = new Uint8Array(0);
  closed = false;
  readonly #room: number;
  readonly #code: string;

  constructor(room: number, code = "ENOSPC") {
    this.#room = room;
    this.#code = code;
  }

  write(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesWritten: number }> {
    const count = Math.min(length, this.#room - position);
    if (count <= 0) {
      return Promise.reject(Object.assign(new Error("no space left"), { code: this.#code }));
    }
    const grown = new Uint8Array(Math.max(this.bytes.length, position + count));
    grown.set(this.bytes);
    grown.set(bytes.subarray(offset, offset + count), position);
    this.bytes = grown;
    return Promise.resolve({ bytesWritten: count });
  }

  truncate(length: number): Promise<void> {
    this.bytes = this.bytes.slice(0, length);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}

describe("writeNpy and readNpy", () => {
  it("bring tensors to disk and back, bit by bit", async () => {
    async function* stream(): AsyncGenerator<FtcpTensor> {
      yield one;
      await Promise.resolve();
      yield two;
    }
    const report = await writeNpy(path, stream(), { layout });
    expect(report).toEqual({ crystals: 2, bytes: 128 + 2 * size * 4 });
    const tensor = await readNpy(path);
    expect(tensor.shape).toEqual([2, 304, 92]);
    expect(tensor.data.subarray(0, size)).toEqual(one.data);
    expect(tensor.data.subarray(size)).toEqual(two.data);
  });

  it("write the header as numpy does, padded to 128 bytes", async () => {
    await writeNpy(path, [one], { layout });
    const head = (await readFile(path)).subarray(0, 128).toString("latin1");
    const text = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 304, 92), }";
    expect(head).toBe(`\x93NUMPY\x01\x00v\x00${text.padEnd(117)}\n`);
  });

  it("read what numpy.save wrote", async () => {
    // numpy 2.4: np.save(f, np.arange(6, dtype="<f4").reshape(1, 2, 3) / 2)
    const text = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 3), }";
    const data = Buffer.from("000000000000003f0000803f0000c03f0000004000002040", "hex");
    await writeFile(
      path,
      Buffer.concat([Buffer.from(`\x93NUMPY\x01\x00v\x00${text.padEnd(117)}\n`, "latin1"), data]),
    );
    const tensor = await readNpy(path);
    expect(tensor.shape).toEqual([1, 2, 3]);
    expect([...tensor.data]).toEqual([0, 0.5, 1, 1.5, 2, 2.5]);
  });

  it("hold no crystals too", async () => {
    expect(await writeNpy(path, [], { layout })).toEqual({ crystals: 0, bytes: 128 });
    expect(await readNpy(path)).toEqual({ data: new Float32Array(0), shape: [0, 304, 92] });
  });
});

describe("writeNpy in trouble", () => {
  it("on a full disk says so, keeps the complete crystals readable and closes the file", async () => {
    const disk = new SmallDisk(128 + 2 * size * 4 + 1000);
    await expect(streamNpy(disk, "X.npy", [one, two, one], { layout })).rejects.toMatchObject({
      code: "FEATURIZE_DISK_FULL",
      data: { file: "X.npy", crystalsWritten: 2 },
      cause: { code: "ENOSPC" },
    });
    expect(disk.closed).toBe(true);
    await writeFile(path, disk.bytes);
    const tensor = await readNpy(path);
    expect(tensor.shape).toEqual([2, 304, 92]);
    expect(tensor.data.subarray(size)).toEqual(two.data);
  });

  it("on a disk without room for the header leaves nothing", async () => {
    const disk = new SmallDisk(50);
    await expect(streamNpy(disk, "X.npy", [one], { layout })).rejects.toMatchObject({
      code: "FEATURIZE_DISK_FULL",
      data: { crystalsWritten: 0 },
    });
    expect([disk.bytes.length, disk.closed]).toEqual([0, true]);
  });

  it("names other faults as such", async () => {
    const disk = new SmallDisk(1000, "EIO");
    await expect(streamNpy(disk, "X.npy", [one], { layout })).rejects.toMatchObject({
      code: "FEATURIZE_WRITE_FAILED",
      cause: { code: "EIO" },
    });
    await expect(writeNpy(join(folder, "no", "X.npy"), [one], { layout })).rejects.toMatchObject({
      code: "FEATURIZE_WRITE_FAILED",
      cause: { code: "ENOENT" },
    });
  });

  const itLinux = existsSync("/dev/full") ? it : it.skip;
  itLinux("meets the system's own full disk, /dev/full", async () => {
    await expect(writeNpy("/dev/full", [one], { layout })).rejects.toMatchObject({
      code: "FEATURIZE_DISK_FULL",
      data: { crystalsWritten: 0 },
    });
  });

  it("keeps what was written when the source fails or is aborted", async () => {
    function* failing(): Generator<FtcpTensor> {
      yield one;
      throw new RangeError("source");
    }
    await expect(writeNpy(path, failing(), { layout })).rejects.toThrow(RangeError);
    expect((await readNpy(path)).shape).toEqual([1, 304, 92]);

    const controller = new AbortController();
    function* aborting(): Generator<FtcpTensor> {
      yield one;
      yield two;
      controller.abort();
      yield one;
    }
    await expect(
      writeNpy(path, aborting(), { layout, signal: controller.signal }),
    ).rejects.toMatchObject({ name: "AbortError" });
    expect((await readNpy(path)).shape).toEqual([2, 304, 92]);
  });

  it("refuses a tensor of another layout", async () => {
    await expect(
      writeNpy(path, [one], { layout: createLayout({ maxSites: 40 }) }),
    ).rejects.toMatchObject({ code: "FEATURIZE_SHAPE_MISMATCH" });
  });
});

describe("readNpy on files that are not to be trusted", () => {
  const file = (header: string, data = Buffer.alloc(24), version = 1): Buffer => {
    const prefix = version === 1 ? Buffer.alloc(10) : Buffer.alloc(12);
    prefix.write("\x93NUMPY", "latin1");
    prefix[6] = version;
    if (version === 1) prefix.writeUInt16LE(header.length, 8);
    else prefix.writeUInt32LE(header.length, 8);
    return Buffer.concat([prefix, Buffer.from(header, "latin1"), data]);
  };
  const good = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 3), }\n";

  it.each([1, 2, 3])(
    "knows format version %i, any order of keys and either quote",
    async (version) => {
      const header = '{"shape": (1, 2, 3), "fortran_order": False, "descr": "<f4"}\n';
      await writeFile(path, file(header, Buffer.alloc(24), version));
      expect((await readNpy(path)).shape).toEqual([1, 2, 3]);
    },
  );

  it.each<[string, Buffer]>([
    ["an empty file", Buffer.alloc(0)],
    ["a short file", Buffer.from("\x93NUMPY\x01", "latin1")],
    ["another magic number", Buffer.from("PK\x03\x04 not numpy at all")],
    ["an unknown version", file(good, Buffer.alloc(24), 4)],
    ["a header longer than the file", file(good).subarray(0, 40)],
    ["too little data", file(good, Buffer.alloc(23))],
    ["too much data", file(good, Buffer.alloc(25))],
    [
      "a huge promise",
      file("{'descr': '<f4', 'fortran_order': False, 'shape': (9999999, 304, 92)}"),
    ],
    ["no shape", file("{'descr': '<f4', 'fortran_order': False}")],
    ["a negative size", file("{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 2, 3)}")],
    ["noise", file("\x00\xff{}{}{}")],
  ])("finds %s damaged", async (_, bytes) => {
    await writeFile(path, bytes);
    await expect(readNpy(path)).rejects.toMatchObject({
      code: "FEATURIZE_INVALID_NPY",
      data: { file: path },
    });
  });

  it.each<[string, string]>([
    ["float64", good.replace("<f4", "<f8")],
    ["big-endian numbers", good.replace("<f4", ">f4")],
    ["Python objects", good.replace("<f4", "|O")],
    ["records", good.replace("'<f4'", "[('x', '<f4')]")],
    ["Fortran order", good.replace("False", "True")],
    ["two dimensions", good.replace("(1, 2, 3)", "(2, 3)")],
    ["a size beyond all numbers", good.replace("(1,", "(99999999999999999999,")],
  ])("does not take %s", async (_, header) => {
    await writeFile(path, file(header));
    await expect(readNpy(path)).rejects.toMatchObject({ code: "FEATURIZE_UNSUPPORTED_NPY" });
  });

  it("names a file that cannot be read", async () => {
    await expect(readNpy(join(folder, "none.npy"))).rejects.toMatchObject({
      code: "FEATURIZE_READ_FAILED",
      cause: { code: "ENOENT" },
    });
    await expect(readNpy(folder)).rejects.toMatchObject({ code: "FEATURIZE_READ_FAILED" });
  });
});
