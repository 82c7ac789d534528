import { describe, expect, it } from "@jest/globals";
import { CliError } from "../cliError.ts";
import { formatError } from "./formatError.ts";

describe("formatError", () => {
  it("puts code and message on one line", () => {
    const error = new CliError("CLI_READ_FAILED", "a.cif:\n  gone");
    expect(formatError(error, false, false)).toEqual(["ftcp: CLI_READ_FAILED: a.cif: gone"]);
  });

  it("does not take codes of Node for ours", () => {
    const error = Object.assign(new Error("odd"), { code: "ERR_ODD" });
    expect(formatError(error, false, false)).toEqual([
      "ftcp: unexpected error: odd; --debug shows where",
    ]);
  });

  it("adds the stacks of all causes for --debug", () => {
    const error = new Error("upper", { cause: new Error("lower") });
    const text = formatError(error, false, true).join("\n");
    expect(text).toContain("caused by\nError: lower");
  });
});
