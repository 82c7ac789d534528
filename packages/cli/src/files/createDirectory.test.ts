import { describe, expect, it } from "@jest/globals";
import { existsSync } from "node:fs";
import { mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDirectory } from "./createDirectory.ts";

async function useFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "ftcp-folders-"));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe("createDirectory", () => {
  it("makes all that is missing, and leaves what is there", () =>
    useFolder(async (folder) => {
      const path = join(folder, "a", "b", "c");
      await Promise.all([createDirectory(path), createDirectory(path)]);
      await createDirectory(path);
      expect((await stat(path)).isDirectory()).toBe(true);
      await symlink(path, join(folder, "link"), "dir");
      await createDirectory(join(folder, "link"));
    }));

  it("refuses a file and what would be below one", () =>
    useFolder(async (folder) => {
      const file = join(folder, "file");
      await writeFile(file, "");
      for (const path of [file, join(file, "below")]) {
        await expect(createDirectory(path)).rejects.toMatchObject({ code: "CLI_WRITE_FAILED" });
      }
    }));

  (existsSync("/proc/self") ? it : it.skip)(
    "ends where no folder can be made (Linux)",
    async () => {
      for (const path of ["/proc/x", "/proc/x/y"]) {
        await expect(createDirectory(path)).rejects.toMatchObject({ code: "CLI_WRITE_FAILED" });
      }
    },
  );
});
