// Writes one checkpoint after the other into the file given, for ever; made to be killed.
import { writeFileAtomically } from "@ftcp/vae/node";
import { sealModelFile } from "../../src/files/sealModelFile.ts";

const [path = "", first = "0"] = process.argv.slice(2);
const data = new Float32Array(1_000_000);
for (let count = Number(first); ; count++) {
  data.fill(count);
  const tensor = { name: "w", shape: [data.length], data };
  const bytes = await sealModelFile("ftcp-vae-checkpoint", { count }, [tensor]);
  await writeFileAtomically(path, bytes);
  process.stdout.write(`${count}\n`);
}
