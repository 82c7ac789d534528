import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  createAtomicWriter,
  removeAbandonedFiles,
  temporaryPath,
  writeFileAtomically,
} from "@ftcp/files";

let folder = "";
let path = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ftcp-files-"));
  path = join(folder, "a.bin");
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const names = async (): Promise<string[]> => (await readdir(folder)).sort();

describe("writeFileAtomically", () => {
  it("writes text, bytes and what a function writes, and replaces what was there", async () => {
    await writeFileAtomically(path, "é");
    expect(await readFile(path, "utf8")).toBe("é");
    await writeFileAtomically(path, Uint8Array.of(1, 2));
    expect([...(await readFile(path))]).toEqual([1, 2]);
    await writeFileAtomically(path, async ({ file }) => {
      await file.write("abc");
      expect([...(await readFile(path))]).toEqual([1, 2]); // the old one until the end
    });
    expect(await readFile(path, "utf8")).toBe("abc");
    expect(await names()).toEqual(["a.bin"]);
  });

  it("leaves the old file where the function fails, or says false", async () => {
    await writeFileAtomically(path, "old");
    const failing = writeFileAtomically(path, async ({ file }) => {
      await file.write("half");
      throw new RangeError("bad");
    });
    await expect(failing).rejects.toThrow(RangeError);
    await writeFileAtomically(path, () => Promise.resolve(false));
    expect(await readFile(path, "utf8")).toBe("old");
    expect(await names()).toEqual(["a.bin"]);
  });

  it("throws what the file system throws", async () => {
    const nowhere = writeFileAtomically(join(folder, "none", "a.bin"), "x");
    await expect(nowhere).rejects.toMatchObject({ code: "ENOENT" });
  });

  // The kernel's own full disk, where it exists.
  (existsSync("/dev/full") ? it : it.skip)("leaves nothing behind on a full disk", async () => {
    await writeFileAtomically(path, "old");
    const full = writeFileAtomically(path, async ({ temporary }) => {
      await rm(temporary);
      await symlink("/dev/full", temporary);
      await writeFile(temporary, "new");
    });
    await expect(full).rejects.toMatchObject({ code: "ENOSPC" });
    expect(await readFile(path, "utf8")).toBe("old");
    expect(await names()).toEqual(["a.bin"]);
  });

  it("lets two writers of one file both finish; the later one counts", async () => {
    const [first, second] = [await createAtomicWriter(path), await createAtomicWriter(path)];
    await first.file.write("first");
    await second.file.write("second");
    await second.commit();
    await first.commit();
    expect(await readFile(path, "utf8")).toBe("first");
    await expect(first.commit()).rejects.toThrow(TypeError);
    await first.discard();
    expect(await names()).toEqual(["a.bin"]);
  });
});

describe("removeAbandonedFiles", () => {
  it("takes away files and folders of processes that have ended, and nothing else", async () => {
    const { pid: dead } = spawnSync(process.execPath, ["-e", ""]);
    const own = basename(temporaryPath(path));
    const named = (pid: number, of = "a.bin"): string =>
      own.replace("a.bin", of).replace(/-\d+-/u, `-${pid}-`);
    const kept = [
      ...[own, named(process.ppid), named(dead, "b.bin"), `${named(dead)}.bak`],
      ...[named(dead).replace(/bin\.[0-9a-f]{8}/u, "bin.00000000"), `.a.bin.${dead}.tmp`],
      ...["a.bin", named(dead).slice(1)],
    ];
    await mkdir(join(folder, named(dead).replace(/[0-9a-f]{12}/u, "0123456789ab"), "deep"), {
      recursive: true,
    });
    for (const name of [named(dead), ...kept]) await writeFile(join(folder, name), "half");
    await removeAbandonedFiles(path);
    expect(await names()).toEqual(kept.sort());
  });

  it("is done by the next writer after one was killed in the middle", async () => {
    const script = `
      import { createAtomicWriter } from "@ftcp/files";
      const { file } = await createAtomicWriter(${JSON.stringify(path)});
      await file.write("half");
      console.log("written");
      setInterval(() => {}, 1000);`;
    const flags = ["--conditions=@ftcp/source", "--import", "tsx", "--input-type=module"];
    const child = spawn(process.execPath, [...flags, "-e", script], {
      cwd: import.meta.dirname,
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await names()).toHaveLength(1);
    await writeFileAtomically(path, "whole");
    expect(await names()).toEqual(["a.bin"]);
  });
});
