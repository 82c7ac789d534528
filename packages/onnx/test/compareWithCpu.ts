import { compile, trace, type OnnxRuntime, type PlainTensor, type TensorNumbers } from "@ftcp/onnx";
import * as tf from "@tensorflow/tfjs-core";

/** Numbers of an input, with shape and type. */
export interface CaseInput {
  readonly shape: readonly number[];
  readonly type: "float32" | "int32" | "bool";
  readonly data: TensorNumbers;
}

/** A function of tensors and what goes into it. */
export interface KernelCase {
  readonly inputs: Readonly<Record<string, CaseInput>>;
  readonly run: (tensors: Readonly<Record<string, tf.Tensor>>) => TestOutput;
}

/** What the functions of tests return. */
export type TestOutput = tf.Tensor | readonly tf.Tensor[] | Readonly<Record<string, tf.Tensor>>;

/** What tfjs computes on its current backend. */
export function runEagerly({
  inputs,
  run,
}: KernelCase): Record<string, PlainTensor & { type: string }> {
  return tf.tidy(() => {
    const tensors = Object.fromEntries(
      Object.entries(inputs).map(([name, { shape, type, data }]) => [
        name,
        tf.tensor(data, [...shape], type),
      ]),
    );
    const output = run(tensors);
    const named =
      output instanceof tf.Tensor
        ? [["output", output] as const]
        : Array.isArray(output)
          ? (output as tf.Tensor[]).map((tensor, at) => [`output_${at}`, tensor] as const)
          : Object.entries(output as Readonly<Record<string, tf.Tensor>>);
    return Object.fromEntries(
      named.map(([name, tensor]) => [
        name,
        {
          data: tensor.dataSync<"float32">().slice(),
          shape: [...tensor.shape],
          type: tensor.dtype,
        },
      ]),
    );
  });
}

/** Runs a function on tfjs and on ONNX Runtime; throws where they differ, else gives the kernels it used. */
export async function compareWithCpu(
  given: KernelCase,
  runtime: OnnxRuntime,
  tolerance = 1e-5,
): Promise<readonly string[]> {
  const expected = runEagerly(given);
  const compiled = await compile(given.run as never, given.inputs, { runtime, threads: 1 });
  try {
    const numbers = Object.fromEntries(
      Object.entries(given.inputs).map(([name, { data }]) => [name, data]),
    );
    const results = await compiled.run(numbers);
    for (const [name, wanted] of Object.entries(expected)) {
      const found = results[name];
      if (found === undefined) throw new Error(`no output ${name}`);
      const traced = compiled.model.outputs.find((output) => output.name === name);
      const types = `${wanted.type}[${wanted.shape.join()}]`;
      const foundTypes = `${traced?.type ?? ""}[${found.shape.join()}] ${traced?.shape.join() ?? ""}`;
      if (foundTypes !== `${types} ${wanted.shape.join()}`) {
        throw new Error(`${name} is ${foundTypes}, not ${types}`);
      }
      for (let at = 0; at < wanted.data.length; at++) {
        const [a, b] = [wanted.data[at] as number, found.data[at] as number];
        if (!isClose(a, b, tolerance)) throw new Error(`${name}[${at}] is ${b}, not ${a}`);
      }
    }
    return Object.keys(compiled.model.kernels);
  } finally {
    await compiled.dispose();
  }
}

function isClose(a: number, b: number, tolerance: number): boolean {
  if (Object.is(a, b) || a === b) return true;
  return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));
}

/** The bytes of a function's graph. */
export function graphOf({ run, inputs }: KernelCase): Uint8Array {
  return trace(run as never, inputs).bytes;
}
