import "@tensorflow/tfjs-backend-cpu";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { toOnnx } from "@ftcp/onnx";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import fc from "fast-check";
import { graphOf, runEagerly, type KernelCase } from "./compareWithCpu.ts";
import { kernelCases } from "./kernelCases.ts";

// FTCP_PYTHON names a Python with onnx and onnxruntime.
const python = process.env["FTCP_PYTHON"];
const describePython = python === undefined ? describe.skip : describe;

/** Checks each file of a list by `onnx.checker`, runs it, and prints the largest difference to what is expected. */
const script = `
import json, sys, numpy as np, onnx, onnxruntime as ort
types = {"float32": np.float32, "int32": np.int32, "bool": np.bool_}
ort.set_default_logger_severity(4)
number = lambda x: float(x) if isinstance(x, str) else x
array = lambda t: np.array([number(x) for x in t["data"]], dtype=np.float64).astype(types[t["type"]]).reshape(t["shape"])
report = {}
for case in json.load(open(sys.argv[1])):
    onnx.checker.check_model(case["path"], full_check=True)
    session = ort.InferenceSession(case["path"], providers=["CPUExecutionProvider"])
    results = session.run(None, {k: array(v) for k, v in case["inputs"].items()})
    worst = 0.0
    for output, result in zip(session.get_outputs(), results):
        wanted = array(case["outputs"][output.name])
        assert wanted.shape == result.shape and wanted.dtype == result.dtype, (case["path"], wanted.shape, result.shape)
        a, b = wanted.astype(np.float64), result.astype(np.float64)
        same = (a == b) | (np.isnan(a) & np.isnan(b))
        with np.errstate(all="ignore"):
            error = np.where(same, 0, np.abs(a - b) / np.maximum(1, np.maximum(np.abs(a), np.abs(b))))
        worst = max(worst, float(error.max(initial=0)))
    report[case["name"]] = worst if np.isfinite(worst) else 1e300
print(json.dumps(report))
`;

interface FileCase {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly given: KernelCase;
}

/** The largest relative difference in Python's ONNX Runtime to tfjs cpu, by name. */
async function checkInPython(cases: readonly FileCase[]): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), "ftcp-onnx-"));
  try {
    const plain = ({
      data,
      shape,
      type,
    }: {
      data: ArrayLike<number>;
      shape: unknown;
      type: unknown;
    }) => ({
      // JSON has neither NaN nor infinity.
      ...{ shape, type, data: Array.from(data, (x) => (Number.isFinite(x) ? x : String(x))) },
    });
    const list = cases.map(({ name, given }, at) => ({
      ...{ name, path: join(folder, `${at}.onnx`) },
      inputs: mapValues(given.inputs, plain),
      outputs: mapValues(runEagerly(given), plain),
    }));
    await Promise.all(cases.map(({ bytes }, at) => writeFile(join(folder, `${at}.onnx`), bytes)));
    await writeFile(join(folder, "cases.json"), JSON.stringify(list));
    await writeFile(join(folder, "check.py"), script);
    const program = python as string;
    const { stdout } = await promisify(execFile)(program, [
      join(folder, "check.py"),
      join(folder, "cases.json"),
    ]);
    return JSON.parse(stdout) as Record<string, number>;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

beforeAll(async () => {
  await tf.setBackend("cpu");
});

describePython("Python's onnx and onnxruntime (need FTCP_PYTHON)", () => {
  it("accept a graph of every kernel and give tfjs's numbers", async () => {
    const cases = Object.entries(kernelCases).flatMap(([kernel, draws]) =>
      draws.map((draw, at): FileCase => {
        const [given] = fc.sample(fc.gen(), { numRuns: 1, seed: 3 }).map((g) => draw(g)) as [
          KernelCase,
        ];
        return { name: `${kernel} ${at}`, bytes: graphOf(given), given };
      }),
    );
    const report = await checkInPython(cases);
    expect(Object.keys(report)).toHaveLength(cases.length);
    expect(Object.entries(report).filter(([, error]) => error > 1e-5)).toEqual([]);
  });

  it("run an exported tfjs-layers model", async () => {
    const model = tfl.sequential({
      layers: [
        tfl.layers.conv2d({ filters: 4, kernelSize: 3, inputShape: [8, 8, 2], activation: "relu" }),
        tfl.layers.batchNormalization(),
        tfl.layers.maxPooling2d({ poolSize: 2 }),
        tfl.layers.dropout({ rate: 0.5 }),
        tfl.layers.flatten(),
        tfl.layers.dense({ units: 3, activation: "softmax" }),
      ],
    });
    const { bytes, inputs, outputs } = toOnnx(model, { batchSize: 5 });
    expect(inputs).toEqual([{ name: model.inputNames[0], shape: [5, 8, 8, 2], type: "float32" }]);
    expect(outputs).toEqual([{ name: model.outputNames[0], shape: [5, 3], type: "float32" }]);
    const [input, output] = [model.inputNames[0] as string, model.outputNames[0] as string];
    const data = Float32Array.from({ length: 5 * 8 * 8 * 2 }, (_, at) => Math.sin(at));
    const given: KernelCase = {
      inputs: { [input]: { shape: [5, 8, 8, 2], type: "float32", data } },
      run: (tensors) => ({ [output]: model.predict(tensors[input] as tf.Tensor) as tf.Tensor }),
    };
    const report = await checkInPython([{ name: "model", bytes, given }]);
    expect(report["model"]).toBeLessThan(1e-5);
    model.dispose();
  });
});
