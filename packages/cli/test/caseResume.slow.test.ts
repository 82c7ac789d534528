import { describe, expect, it, jest } from "@jest/globals";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { stateFile } from "../src/study/studyState.ts";
import { ftcp } from "./ftcp.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

jest.setTimeout(600_000); // a busy machine

const at = useTemporaryFolder();

describe("ftcp reproduce case1", () => {
  it("gives the same designs when it is killed and called again", async () => {
    const call = ["reproduce", "case1", "--limit", "1", "--json", "--out"];
    const whole = await ftcp([...call, at("whole")]);
    let states = 0;
    const kill = async (path: string, contents: string | Uint8Array): Promise<void> => {
      await writeFile(path, contents);
      // Before the third search has written anything but its temporary file.
      if (path.includes(stateFile) && ++states === 3) throw new Error("killed");
    };
    const killed = await ftcp([...call, at("killed")], { writeFile: kill });
    expect(killed.stderr).toContain("killed");
    const resumed = await ftcp([...call, at("killed")]);
    expect([resumed.code, resumed.stdout]).toEqual([0, whole.stdout]);
    expect(resumed.stderr.match(/goes on where it was stopped/gu)).toHaveLength(2);
    const lists = await Promise.all(
      ["whole", "killed"].map((folder) => readdir(at(folder, "case1"), { recursive: true })),
    );
    expect(lists[1]?.sort()).toEqual(lists[0]?.sort()); // nothing of how far it came is left
    const designs = ["case1", "formation-energy-0.3", "designs.jsonl"];
    expect(await readFile(at("killed", ...designs))).toEqual(
      await readFile(at("whole", ...designs)),
    );
  });
});
