import { describe, expect, it } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename } from "node:path";
import { temporaryPath } from "@ftcp/files";
import { useTemporaryFolder } from "../../test/useTemporaryFolder.ts";
import { createProcessIo } from "../io/createProcessIo.ts";
import { writeFiles } from "./writeFiles.ts";

const at = useTemporaryFolder();
const io = createProcessIo();

describe("writeFiles", () => {
  it("writes text, bytes and what a function writes", async () => {
    await writeFiles(
      [
        { path: at("a"), contents: "text" },
        { path: at("b"), contents: Uint8Array.of(1, 2) },
        { path: at("c"), contents: (path) => writeFile(path, "function") },
      ],
      io,
    );
    expect(await readFile(at("a"), "utf8")).toBe("text");
    expect([...(await readFile(at("b")))]).toEqual([1, 2]);
    expect(await readFile(at("c"), "utf8")).toBe("function");
  });

  it("replaces all or none, and leaves no temporary file", async () => {
    await mkdir(at("all"));
    await writeFile(at("all", "a"), "earlier");
    const files = [
      { path: at("all", "a"), contents: "new" },
      { path: at("all", "missing", "b"), contents: "new" },
    ];
    await expect(writeFiles(files, io)).rejects.toMatchObject({
      code: "CLI_WRITE_FAILED",
      path: at("all", "missing", "b"),
      cause: { code: "ENOENT" },
    });
    expect(await readdir(at("all"))).toEqual(["a"]);
    expect(await readFile(at("all", "a"), "utf8")).toBe("earlier");
  });

  it("takes away what a writer that was killed left behind", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]); // has ended
    await mkdir(at("killed"));
    const [a, b] = ["a", "b"].map((name) =>
      temporaryPath(at("killed", name)).replace(/-\d+-/u, `-${pid}-`),
    ) as [string, string];
    for (const path of [a, b]) await writeFile(path, "half");
    await writeFiles([{ path: at("killed", "a"), contents: "new" }], io);
    expect((await readdir(at("killed"))).sort()).toEqual([basename(b), "a"]);
  });

  // The kernel's own full disk, where it exists.
  (existsSync("/dev/full") ? it : it.skip)("names the path on a full disk", async () => {
    const contents = (): Promise<void> => io.writeFile("/dev/full", "text");
    await expect(writeFiles([{ path: at("d"), contents }], io)).rejects.toMatchObject({
      code: "CLI_WRITE_FAILED",
      path: at("d"),
      message: `${at("d")}: the disk is full`,
    });
  });

  it("passes on what is no error of the file system", async () => {
    const contents = (): Promise<void> => Promise.reject(new RangeError("bug"));
    await expect(writeFiles([{ path: at("e"), contents }], io)).rejects.toThrow(RangeError);
  });
});
