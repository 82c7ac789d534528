import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
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

  // Linux has a device that is always full.
  const onLinux = existsSync("/dev/full") ? it : it.skip;
  onLinux("answers a full disk with VAE_WRITE_FAILED and keeps the old file", async () => {
    const path = join(folder, "kept.bin");
    await writeFileAtomically(path, Uint8Array.of(7));
    const { symlink } = await import("node:fs/promises");
    await symlink("/dev/full", `${path}.${process.pid}.tmp`);
    await expect(writeFileAtomically(path, new Uint8Array(1 << 16))).rejects.toMatchObject({
      code: "VAE_WRITE_FAILED",
      data: { reason: "ENOSPC", path },
    });
    expect([...(await readFile(path))]).toEqual([7]);
    expect(existsSync(`${path}.${process.pid}.tmp`)).toBe(false);
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
