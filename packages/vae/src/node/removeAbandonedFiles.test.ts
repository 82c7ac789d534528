import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { removeAbandonedFiles } from "./removeAbandonedFiles.ts";
import { writeFileAtomically } from "./writeFileAtomically.ts";

describe("removeAbandonedFiles", () => {
  let folder = "";
  let dead = 0;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "ftcp-vae-"));
    dead = spawnSync(process.execPath, ["-e", ""]).pid; // has ended
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const put = async (...names: string[]): Promise<void> => {
    for (const name of names) await writeFile(join(folder, name), "half");
  };

  it("removes those of dead processes, and nothing else", async () => {
    const kept = [
      ...[`a.bin.${process.pid}.tmp`, `a.bin.${process.ppid}.tmp`, `.a.bin.${dead}.tmp`],
      ...[`a.bin.x${dead}.tmp`, `b.bin.${dead}.tmp`, `a.bin.${dead}.tmp.bak`, "a.bin.tmp", "a.bin"],
    ];
    await put(`a.bin.${dead}.tmp`, ...kept);
    await removeAbandonedFiles(join(folder, "a.bin"));
    expect((await readdir(folder)).sort()).toEqual(kept.sort());
  });

  it("is done by the next write of the same file", async () => {
    await put(`a.bin.${dead}.tmp`, `b.bin.${dead}.tmp`);
    await writeFileAtomically(join(folder, "a.bin"), Uint8Array.of(1));
    expect((await readdir(folder)).sort()).toEqual(["a.bin", `b.bin.${dead}.tmp`]);
  });
});
