import { beforeAll, describe, expect, it } from "@jest/globals";
import { readNpy } from "@ftcp/featurize/node";
import { CrystalVae } from "@ftcp/vae";
import { prepareWasmBackend } from "@ftcp/vae/wasm";
import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { rows, toJsonl } from "./crystals.ts";
import { ftcp } from "./ftcp.ts";
import { tinyTraining } from "./tinyTraining.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

const at = useTemporaryFolder();

beforeAll(async () => {
  await writeFile(at("data.jsonl"), toJsonl(rows));
  const train = ["train", "--data", at("data.jsonl"), "--out", at("model"), ...tinyTraining];
  expect((await ftcp([...train, "--epochs", "3", "--precision", "float16"])).code).toBe(0);
}, 60_000);

interface Description {
  readonly networks: Readonly<
    Record<
      "encoder" | "decoder" | "regressor",
      { readonly file: string; readonly inputs: readonly { readonly name: string }[] }
    >
  >;
  readonly elements: readonly string[];
}

const files = ["decoder.onnx", "encoder.onnx", "model.json", "regressor.onnx"];

describe("ftcp export", () => {
  it("writes three ONNX files and says what their inputs and outputs are", async () => {
    const args = ["export", "--model", at("model"), "--out", at("onnx", "3"), "--batch-size", "3"];
    const { code, stdout } = await ftcp([...args, "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ model: "model", batchSize: 3 });
    expect((await readdir(at("onnx", "3"))).sort()).toEqual(files);
    const description = JSON.parse(await readFile(at("onnx", "3", "model.json"), "utf8")) as object;
    expect(description).toMatchObject({
      ...{ kind: "ftcp-onnx", version: 1, batchSize: 3, latentSize: 64 },
      properties: ["formation_energy_per_atom", "band_gap"],
      layout: { kind: "ftcp-layout", maxSites: 5 },
      scaler: { kind: "ftcp-scaler" },
      propertyScaler: { properties: ["formation_energy_per_atom", "band_gap"] },
      about: { crystals: 8, data: "data.jsonl" },
    });
    const { layout } = await openModel();
    expect((description as Description).elements).toEqual(layout.elements);
  });

  it("gives the same bytes for the model's file as for its folder", async () => {
    const file = at("model", "model.safetensors");
    expect(
      (await ftcp(["export", "--model", file, "--out", at("twice"), "--batch-size", "3"])).code,
    ).toBe(0);
    for (const name of files.filter((name) => name.endsWith(".onnx"))) {
      expect(await readFile(at("twice", name))).toEqual(await readFile(at("onnx", "3", name)));
    }
  });

  it.each([
    [["--model", "./nowhere"], "CLI_MODEL_NOT_FOUND"],
    [["--model", "./nowhere.safetensors"], "VAE_READ_FAILED"],
    [["--batch-size", "0"], "CLI_USAGE"],
  ])("answers %j with one line: %s", async (more, code) => {
    const result = await ftcp(["export", "--out", at("none"), ...more]);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(new RegExp(`^ftcp: ${code}: [^\\n]+\\n$`, "mu"));
  });
});

async function openModel(): Promise<CrystalVae> {
  await prepareWasmBackend();
  return CrystalVae.fromBytes(await readFile(at("model", "model.safetensors")));
}

// FTCP_PYTHON names a Python with numpy and onnxruntime.
const python = process.env["FTCP_PYTHON"];
const describePython = python === undefined ? describe.skip : describe;

/** The road of a Python user: tensors of `ftcp featurize`, networks of `ftcp export`. */
const script = `
import json, sys
from pathlib import Path
import numpy, onnxruntime
folder, data = Path(sys.argv[1]), numpy.load(sys.argv[2])
model = json.loads((folder / "model.json").read_text())
size, rest = model["batchSize"], len(data)
sessions = {}
for name, network in model["networks"].items():
    session = sessions[name] = onnxruntime.InferenceSession(folder / network["file"])
    for kind, nodes in ("inputs", session.get_inputs()), ("outputs", session.get_outputs()):
        found = [[node.name, node.shape, node.type] for node in nodes]
        assert found == [[x["name"], x["shape"], "tensor(float)"] for x in network[kind]], (name, found)
data = numpy.concatenate([data, data[: -rest % size]])
results = {}
for start in range(0, len(data), size):
    found = {}
    (mean, log_variance) = sessions["encoder"].run(None, {"tensor": data[start : start + size]})
    found["mean"], found["log_variance"] = mean, log_variance
    for name in "decoder", "regressor":
        outputs = model["networks"][name]["outputs"]
        found |= zip((x["name"] for x in outputs), sessions[name].run(None, {"latents": mean}))
    for key, value in found.items():
        results.setdefault(key, []).extend(value.astype("float64").ravel().tolist())
print(json.dumps({"elements": model["elements"], "count": rest, "results": results}))
`;

describePython("Python's onnxruntime (needs FTCP_PYTHON)", () => {
  it("gives the numbers of the model from the exported files and the featurizer's tensors", async () => {
    const tensors = at("X.npy");
    const args = ["featurize", at("data.jsonl"), "--out", tensors, "--max-sites", "5"];
    expect((await ftcp([...args, "--split", "train"])).code).toBe(0);
    const { stdout } = await promisify(execFile)(python ?? "", [
      "-c",
      script,
      at("onnx", "3"),
      tensors,
    ]);
    const { results, count } = JSON.parse(stdout) as {
      readonly results: Readonly<Record<string, readonly number[]>>;
      readonly count: number;
    };
    expect(count).toBe(9);
    const model = await openModel();
    const { data, shape } = await readNpy(tensors);
    const encoded = await model.encodeTensor({
      data: Float32Array.from(data),
      shape: shape,
    });
    const expectClose = (name: string, wanted: ArrayLike<number>): void => {
      const found = results[name] ?? [];
      expect(found).toHaveLength(wanted.length);
      const worst = found.reduce((most, value, i) => {
        const other = wanted[i] as number;
        return Math.max(most, Math.abs(value - other) / Math.max(1, Math.abs(other)));
      }, 0);
      expect({ name, worst: worst < 2e-5 ? "small" : worst }).toEqual({ name, worst: "small" });
    };
    expectClose("mean", encoded.mean.data);
    expectClose("log_variance", encoded.logVariance.data);
    expectClose("properties", await model.predict(encoded.mean));
    const { layout } = model;
    const decoded = await model.decodeTensor(encoded.mean);
    const [, height, width] = decoded.shape;
    const block = (name: string): { start: number; end: number } =>
      layout.blocks.find((entry) => entry.name === name) ?? { start: 0, end: 0 };
    /** Entries of a block of the decoded tensors, transposed where the file has the slots first. */
    const entries = (name: string, columns: number, isTransposed = false): number[] => {
      const { start, end } = block(name);
      return Array.from({ length: count }, (_, crystal) => {
        const lines = Array.from({ length: end - start }, (_, row) =>
          Array.from(
            { length: columns },
            (_, column) =>
              decoded.data[(crystal * height + start + row) * width + column] as number,
          ),
        );
        if (!isTransposed) return lines.flat();
        return Array.from({ length: columns }, (_, column) =>
          lines.map((line) => line[column] as number),
        ).flat();
      }).flat();
    };
    expectClose("elements", entries("elements", layout.maxElements, true));
    expectClose("cell", entries("cell", 3));
    expectClose("coordinates", entries("coordinates", 3));
    expectClose("occupancy", entries("occupancy", layout.maxElements + 1));
    model.dispose();
  });
});
