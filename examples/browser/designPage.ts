// What a web page needs to design crystals: bundled by browser.test.ts and opened in Chromium.
import { writeCif } from "@ftcp/cif";
import { designCrystals, LatentIndex, parseTarget } from "@ftcp/sampling";
import { CrystalVae } from "@ftcp/vae";
import { prepareWasmBackend } from "@ftcp/vae/wasm";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";

const load = async (name: string): Promise<Uint8Array> => {
  const response = await fetch(`/model/${name}`);
  return new Uint8Array(await response.arrayBuffer());
};

async function design(): Promise<string[]> {
  setWasmPaths("/wasm/");
  await prepareWasmBackend();
  const model = await CrystalVae.fromBytes(await load("model.safetensors"));
  const json = new TextDecoder().decode(await load("index.json"));
  const index = LatentIndex.fromFiles({ json, bytes: await load("index.bin") });
  const targets = [parseTarget("formation_energy_per_atom=-0.5", model.properties)];
  const cifs: string[] = [];
  for await (const event of designCrystals({ model, index, targets, count: 3, seed: 1 })) {
    if (event.kind === "design") cifs.push(writeCif(event.design.structure));
  }
  return cifs;
}

try {
  document.body.textContent = JSON.stringify(await design());
} catch (error) {
  document.body.textContent = String(error);
}
