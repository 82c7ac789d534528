import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readModel } from "./readModel.ts";
import { writeFileAtomically } from "./writeFileAtomically.ts";

describe("writeFileAtomically", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ftcp-vae-"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it("replaces a file and leaves nothing else behind", async () => {
    const path = join(folder, "a.bin");
    await writeFileAtomically(path, Uint8Array.of(1, 2));
    await writeFileAtomically(path, Uint8Array.of(3));
    expect([...(await readFile(path))]).toEqual([3]);
    expect(await readdir(folder)).toEqual(["a.bin"]);
  });

  it("answers a folder that is not there with VAE_WRITE_FAILED", async () => {
    await expect(
      writeFileAtomically(join(folder, "none", "a.bin"), Uint8Array.of(1)),
    ).rejects.toMatchObject({ code: "VAE_WRITE_FAILED", data: { reason: "ENOENT" } });
  });

  // A full disk is met in the tests of @ftcp/files; here a directory is in the way of the rename.
  it("answers a failed rename with VAE_WRITE_FAILED and leaves nothing behind", async () => {
    const path = join(folder, "taken");
    await mkdir(join(path, "by"), { recursive: true });
    const before = await readdir(folder);
    await expect(writeFileAtomically(path, new Uint8Array(1 << 16))).rejects.toMatchObject({
      code: "VAE_WRITE_FAILED",
      data: { reason: "EISDIR", path },
    });
    expect(await readdir(folder)).toEqual(before);
  });

  it("tells a missing model file from a damaged one", async () => {
    await expect(readModel(join(folder, "none.safetensors"))).rejects.toMatchObject({
      code: "VAE_READ_FAILED",
      data: { reason: "ENOENT" },
    });
    const path = join(folder, "text.safetensors");
    await writeFile(path, "not a model");
    await expect(readModel(path)).rejects.toMatchObject({ code: "VAE_MODEL_DAMAGED" });
  });
});
