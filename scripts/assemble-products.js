// Assembles packages/onnx/kernel/products.wat into packages/onnx/src/products/kernelBytes.ts.
import { readFileSync, writeFileSync } from "node:fs";
import startWabt from "wabt";

const wabt = await startWabt();
const name = "products.wat";
const text = readFileSync(new URL(`../packages/onnx/kernel/${name}`, import.meta.url), "utf8");
const fused = text.replaceAll(
  /\(f32x4\.add (\(local\.get \$c\d+\)) \(f32x4\.mul (\(local\.get \$s\)) (\(local\.get \$b\d\))\)\)/gu,
  "(f32x4.relaxed_madd $2 $3 $1)",
);

/** The module in base64; relocatable, so that function indices in calls are five bytes long. */
function assemble(source) {
  const module = wabt.parseWat(name, source, { simd: true, relaxed_simd: true });
  const { buffer } = module.toBinary({ relocatable: true });
  const lines = Buffer.from(buffer)
    .toString("base64")
    .match(/.{1,96}/gu);
  return lines.map((line) => `  "${line}"`).join(" +\n");
}

writeFileSync(
  new URL("../packages/onnx/src/products/kernelBytes.ts", import.meta.url),
  `/** The WebAssembly module of \`kernel/products.wat\` in base64, written by \`scripts/assemble-products.js\`. */
export const kernelBytes: string =
${assemble(text)};

/** The same with fused multiplication and addition, which relaxed SIMD has. */
export const fusedKernelBytes: string =
${assemble(fused)};
`,
);
