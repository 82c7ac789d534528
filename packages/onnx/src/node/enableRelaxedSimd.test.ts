import { describe, expect, it } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";

const tsx = createRequire(import.meta.url).resolve("tsx/esm");

/** What a fresh process prints, since a flag cannot be taken back. */
function runFresh(script: string): string {
  const args = ["--import", tsx, "--conditions=@ftcp/source", "--input-type=module"];
  return execFileSync(process.execPath, [...args, "--eval", script], {
    cwd: import.meta.dirname,
    encoding: "utf8",
  }).trim();
}

describe("enableRelaxedSimd", () => {
  it("lets loadRuntime fuse the products of onnxruntime-web", () => {
    const printed = runFresh(`
      import { enableRelaxedSimd, loadRuntime } from "@ftcp/onnx/node";
      const enabled = enableRelaxedSimd();
      const { runtime } = await loadRuntime(["onnxruntime-web"]);
      console.log(JSON.stringify({ enabled, version: runtime.version }));`);
    expect(JSON.parse(printed)).toMatchObject({
      enabled: true,
      version: expect.stringMatching(/\+products\.fused$/),
    });
  });
});
