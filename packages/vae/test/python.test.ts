import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { trainVae, type CrystalVae } from "@ftcp/vae";
import { prepareWasmBackend } from "@ftcp/vae/wasm";
import { decodeSafetensors } from "../src/safetensors/decodeSafetensors.ts";
import { toyLayout, toyNetwork } from "./toyCrystals.ts";
import { toyTraining, trainingSet } from "./toyTraining.ts";

/** A Python that has safetensors and numpy; without it these tests are skipped. */
const python = process.env["FTCP_PYTHON"];
const describePython = python === undefined ? describe.skip : describe;
const run = promisify(execFile);

const script = `
import json, sys
from safetensors import safe_open
out = {}
with safe_open(sys.argv[1], framework="np") as file:
    kind = file.metadata()["kind"]
    for name in file.keys():
        a = file.get_tensor(name)
        flat = a.astype("float64").ravel()
        weighted = float(((flat + 1) * ((1 + __import__("numpy").arange(flat.size)) % 97)).sum())
        out[name] = [str(a.dtype), list(a.shape), weighted]
print(json.dumps([kind, out]))
`;

describePython("Python's safetensors (needs FTCP_PYTHON)", () => {
  let folder = "";
  let model: CrystalVae;
  let checkpoint = new Uint8Array();
  beforeAll(async () => {
    await prepareWasmBackend();
    folder = await mkdtemp(join(tmpdir(), "ftcp-vae-python-"));
    const { regression } = toyTraining;
    for await (const event of trainVae(trainingSet, {
      ...{ layout: toyLayout, network: toyNetwork, regression, seed: 1, epochs: 1, batchSize: 4 },
      checkpointEvery: 1,
    })) {
      if (event.kind === "checkpoint") checkpoint = Uint8Array.from(event.bytes);
      if (event.kind === "done") model = event.model;
    }
  });
  afterAll(async () => {
    model.dispose();
    await rm(folder, { recursive: true });
  });

  it.each(["float32", "float16", "int8", "checkpoint"] as const)(
    "reads names, types, shapes and numbers of a file: %s",
    async (what) => {
      const bytes = what === "checkpoint" ? checkpoint : await model.toBytes({ precision: what });
      const path = join(folder, `${what}.safetensors`);
      await writeFile(path, bytes);
      const { stdout } = await run(python ?? "", ["-c", script, path]);
      const { tensors, metadata } = decodeSafetensors(bytes);
      const [kind, found] = JSON.parse(stdout) as [
        string,
        Record<string, [type: string, shape: number[], weighted: number]>,
      ];
      expect(kind).toBe(metadata["kind"]);
      expect(Object.keys(found).sort()).toEqual([...tensors.keys()].sort());
      const types = { F32: "float32", F16: "float16", I8: "int8" };
      for (const [name, { shape, data, stored = "F32" }] of tensors) {
        const [type = "", size = [], weighted = NaN] = found[name] ?? [];
        expect([type, size]).toEqual([types[stored], [...shape]]);
        let own = 0;
        data.forEach((value, i) => (own += (value + 1) * ((1 + i) % 97)));
        expect(Math.abs(weighted - own)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(own)));
      }
    },
  );
});
