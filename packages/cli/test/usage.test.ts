import { describe, expect, it } from "@jest/globals";
import { Writable } from "node:stream";
import { ftcp } from "./ftcp.ts";

describe("ftcp", () => {
  it.each([
    ["--help"],
    ["cif", "check", "--help"],
    ["cif", "convert", "--help"],
    ["data", "convert", "--help"],
    ["data", "card", "--help"],
    ["data", "split", "--help"],
    ["fetch", "mp", "--help"],
    ["fetch", "optimade", "--help"],
    ["fetch", "list", "--help"],
    ["featurize", "--help"],
    ["train", "--help"],
    ["evaluate", "--help"],
    ["design", "--help"],
  ])("prints help with exit codes: %s %s", async (...args) => {
    const { code, stdout, stderr } = await ftcp(args);
    expect(code).toBe(0);
    expect(stdout).toContain("Usage: ftcp");
    expect(stdout).toContain("Exit codes:");
    expect(stderr).toBe("");
  });

  it("prints its version", async () => {
    const { code, stdout } = await ftcp(["--version"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/u);
  });

  it.each([
    [["bogus"]],
    [["cif", "check"]],
    [["design", "--out", "x"]],
    [["design", "--target", "x=1", "--out", "x", "--count", "0"]],
    [["design", "--target", "x=1", "--out", "x", "--count", "1e3"]],
    [["design", "--target", "x=1", "--out", "x", "--sampler", "best"]],
    [["design", "--target", "x=1", "--out", "x", "--tolerance", "-1"]],
    [["train", "--data", "x.jsonl", "--out", "x", "--elements", "3-2"]],
    [["train", "--data", "x.jsonl", "--out", "x", "--epoch", "3"]],
    [["train", "--data", "x.jsonl", "--out", "x", "--engine", "gpu"]],
    [["featurize", "x.jsonl", "--out", "x.txt"]],
    [["fetch", "mp"]],
    [["fetch", "mp", "--out", "x.csv"]],
    [["fetch", "mp", "--out", "x.jsonl", "--range", "band_gap=3:2"]],
    [["fetch", "optimade", "ftp://x", "--out", "x.jsonl"]],
    [["fetch", "list", "databases"]],
    [["featurize", "x.jsonl", "--out", "x.npy", "--max-elements", "65"]],
  ])("answers wrong usage with one line and exit code 2: %j", async (args) => {
    const { code, stdout, stderr } = await ftcp(args);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^ftcp: CLI_USAGE: [^\n]+\n$/u);
  });

  it("shows the stack with --debug only", async () => {
    const args = ["featurize", "no-such-file.jsonl", "--out", "x.npy"];
    const plain = await ftcp(args);
    expect(plain.code).toBe(2);
    expect(plain.stderr).toMatch(/^ftcp: DATASETS_UNREADABLE_FILE: [^\n]+\n$/u);
    const debug = await ftcp([...args, "--debug"]);
    expect(debug.stderr).toContain("    at ");
    expect(debug.stderr).toContain("caused by");
  });

  it("says so when standard output takes nothing more", async () => {
    const stdout = new Writable();
    stdout.write = () => {
      throw Object.assign(new Error("no space left on device, write"), { code: "ENOSPC" });
    };
    const { code, stderr } = await ftcp(["cif", "check", "none.cif"], { stdout });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^ftcp: CLI_WRITE_FAILED: standard output: /u);
  });
});
