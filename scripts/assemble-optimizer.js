// Assembles packages/vae/kernel/optimizer.wat into packages/vae/src/optimizer/kernelBytes.ts.
import { readFileSync, writeFileSync } from "node:fs";
import startWabt from "wabt";

const wabt = await startWabt();
const name = "optimizer.wat";
const module = wabt.parseWat(
  name,
  readFileSync(new URL(`../packages/vae/kernel/${name}`, import.meta.url), "utf8"),
  {
    simd: true,
  },
);
const { buffer } = module.toBinary({});
const lines = Buffer.from(buffer)
  .toString("base64")
  .match(/.{1,96}/gu);
writeFileSync(
  new URL("../packages/vae/src/optimizer/kernelBytes.ts", import.meta.url),
  `/** The WebAssembly module of \`kernel/optimizer.wat\` in base64, written by \`scripts/assemble-optimizer.js\`. */
export const kernelBytes: string =
${lines.map((line) => `  "${line}"`).join(" +\n")};
`,
);
