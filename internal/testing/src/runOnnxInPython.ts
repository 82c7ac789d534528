import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** Numbers with a shape, as Python gets and gives them. */
export interface PythonTensor {
  /** The numbers, row-major. */
  readonly data: ArrayLike<number>;
  /** The shape. */
  readonly shape: readonly number[];
  /** Type of an input; float32 by default. */
  readonly type?: "float32" | "int32";
}

const script = `
import json, sys, numpy, onnx, onnxruntime
given = json.load(open(sys.argv[2]))
onnx.checker.check_model(sys.argv[1], full_check=True)
session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
inputs = {k: numpy.array(v["data"], v["type"]).reshape(v["shape"]) for k, v in given.items()}
results = zip(session.get_outputs(), session.run(None, inputs))
print(json.dumps({o.name: {"data": r.astype("float64").ravel().tolist(), "shape": r.shape} for o, r in results}))
`;

/**
 * Has Python's `onnx` check a model and Python's `onnxruntime` run it.
 *
 * @param python - a Python with both, as a rule of the environment variable FTCP_PYTHON
 * @param bytes - the model
 * @param inputs - its inputs by name; finite numbers
 * @returns its outputs by name
 */
export async function runOnnxInPython(
  python: string,
  bytes: Uint8Array,
  inputs: Readonly<Record<string, PythonTensor>>,
): Promise<Readonly<Record<string, PythonTensor>>> {
  const folder = await mkdtemp(join(tmpdir(), "ftcp-onnx-python-"));
  try {
    const [model, numbers] = [join(folder, "model.onnx"), join(folder, "inputs.json")];
    const plain = Object.entries(inputs).map(([name, { data, shape, type = "float32" }]) => [
      name,
      { data: Array.from(data), shape, type },
    ]);
    await writeFile(model, bytes);
    await writeFile(numbers, JSON.stringify(Object.fromEntries(plain)));
    const { stdout } = await promisify(execFile)(python, ["-c", script, model, numbers], {
      maxBuffer: 2 ** 28,
    });
    return JSON.parse(stdout) as Record<string, PythonTensor>;
  } finally {
    await rm(folder, { recursive: true });
  }
}
