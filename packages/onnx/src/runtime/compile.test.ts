import "@tensorflow/tfjs-backend-cpu";
import { beforeAll, describe, expect, it } from "@jest/globals";
import * as tf from "@tensorflow/tfjs-core";
import { loadRuntime } from "../node/loadRuntime.ts";
import { OnnxError } from "../onnxError.ts";
import { compile } from "./compile.ts";
import type { OnnxRuntime } from "./onnxRuntime.ts";

let runtime: OnnxRuntime;
beforeAll(async () => {
  await tf.setBackend("cpu");
  ({ runtime } = await loadRuntime(["onnxruntime-node"]));
});

async function codeOf(work: () => unknown): Promise<string | undefined> {
  try {
    await work();
  } catch (error) {
    if (error instanceof OnnxError) return error.code;
    throw error;
  }
  return undefined;
}

/** Adds its input to a variable and gives the sum of before. */
function accumulator(name: string): {
  readonly run: (given: { readonly x: tf.Tensor }) => tf.Tensor;
  readonly variable: tf.Variable;
} {
  const variable = tf.variable(tf.zeros([2]), true, name);
  return {
    variable,
    run: ({ x }) => {
      const before = tf.sum(variable);
      variable.assign(tf.add(variable, x));
      return before;
    },
  };
}

const x = { shape: [2] };

describe("compile", () => {
  it("says what runs the function", async () => {
    const compiled = await compile((given) => tf.neg(given.x), { x }, { runtime, threads: 1 });
    expect(compiled.runtime).toBe("onnxruntime-node");
    const { output } = await compiled.run({ x: Float32Array.of(1, -2) });
    expect(output).toEqual({ data: Float32Array.of(-1, 2), shape: [2] });
    await compiled.dispose();
  });

  it("gives the same bytes for the same bytes, with any number of threads the same numbers", async () => {
    const shape = [64, 64];
    const data = Float32Array.from({ length: 64 * 64 }, (_, at) => Math.sin(at));
    const run = async (threads: number): Promise<unknown> => {
      const compiled = await compile(
        (given) => tf.sum(tf.matMul(given.a as tf.Tensor2D, tf.tanh(given.a) as tf.Tensor2D), 0),
        { a: { shape } },
        { runtime, threads },
      );
      const first = await compiled.run({ a: data });
      expect(await compiled.run({ a: data })).toEqual(first);
      await compiled.dispose();
      return first["output"]?.data;
    };
    const one = (await run(1)) as Float32Array;
    expect(await run(1)).toEqual(one);
    const two = (await run(2)) as Float32Array;
    for (const [at, value] of two.entries()) expect(value).toBeCloseTo(one[at] as number, 4);
  });

  it("keeps the state of variables from run to run, and takes another", async () => {
    const { run, variable } = accumulator("kept");
    const compiled = await compile(run, { x }, { runtime, variables: "state" });
    const one = { x: Float32Array.of(1, 2) };
    expect((await compiled.run(one))["output"]?.data[0]).toBe(0);
    expect((await compiled.run(one))["output"]?.data[0]).toBe(3);
    expect(await compiled.run(one)).not.toHaveProperty("next/kept");
    expect(compiled.state.get("kept")).toEqual(Float32Array.of(3, 6));
    const given = Float32Array.of(10, 20);
    compiled.setState(new Map([["kept", given]]));
    await compiled.run(one);
    expect(given).toEqual(Float32Array.of(10, 20));
    expect(compiled.state.get("kept")).toEqual(Float32Array.of(11, 22));
    expect([...variable.dataSync()]).toEqual([0, 0]);
    await compiled.dispose();
    variable.dispose();
  });

  it("runs one after the other what is called at once", async () => {
    const { run, variable } = accumulator("queued");
    const compiled = await compile(run, { x }, { runtime, variables: "state" });
    const runs = [1, 2, 3].map((value) => compiled.run({ x: Float32Array.of(value, 0) }));
    const sums = (await Promise.all(runs)).map(({ output }) => output?.data[0]);
    expect(sums).toEqual([0, 1, 3]);
    await compiled.dispose();
    variable.dispose();
  });

  it("takes variables that are assigned and never read", async () => {
    const variable = tf.variable(tf.zeros([2]), true, "written");
    const write = (given: { readonly x: tf.Tensor }): tf.Tensor => {
      variable.assign(tf.square(given.x));
      return given.x;
    };
    const compiled = await compile(write, { x }, { runtime, variables: "state" });
    await compiled.run({ x: Float32Array.of(2, 3) });
    expect(compiled.state.get("written")).toEqual(Float32Array.of(4, 9));
    await compiled.dispose();
    variable.dispose();
  });

  it("refuses inputs of another shape or type, missing ones and ones that do not exist", async () => {
    const { run, variable } = accumulator("checked");
    const compiled = await compile(run, { x }, { runtime, variables: "state" });
    const code = (given: object): Promise<string | undefined> =>
      codeOf(() => compiled.run(given as never));
    expect(await code({ x: Float32Array.of(1, 2, 3) })).toBe("ONNX_INVALID_INPUT");
    expect(await code({ x: Int32Array.of(1, 2) })).toBe("ONNX_INVALID_INPUT");
    expect(await code({})).toBe("ONNX_INVALID_INPUT");
    expect(await code({ x: Float32Array.of(1, 2), y: Float32Array.of(1) })).toBe(
      "ONNX_INVALID_INPUT",
    );
    const state = (name: string, data: Float32Array): Promise<string | undefined> =>
      codeOf(() => {
        compiled.setState(
          new Map([
            ["checked", Float32Array.of(7, 7)],
            [name, data],
          ]),
        );
      });
    expect(await state("unknown", Float32Array.of(1, 2))).toBe("ONNX_INVALID_INPUT");
    expect(await state("checked", Float32Array.of(1))).toBe("ONNX_INVALID_INPUT");
    expect(compiled.state.get("checked")).toEqual(Float32Array.of(0, 0));
    await compiled.dispose();
    variable.dispose();
  });

  it("is disposed once, and runs no more", async () => {
    const compiled = await compile((given) => tf.abs(given.x), { x }, { runtime });
    const running = compiled.run({ x: Float32Array.of(-1, 1) });
    await compiled.dispose().catch(() => undefined);
    await compiled.dispose();
    await running.catch(() => undefined);
    await expect(compiled.run({ x: Float32Array.of(-1, 1) })).rejects.toThrow(TypeError);
  });

  it("reports what the runtime refuses", async () => {
    expect(await codeOf(() => runtime.load(Uint8Array.of(1, 2, 3)))).toBe("ONNX_RUNTIME_FAILED");
    const compiled = await compile(
      ({ table, at }) => tf.gather(table, at as tf.Tensor1D),
      { table: { shape: [3] }, at: { shape: [1], type: "int32" } },
      { runtime },
    );
    const outside = { table: Float32Array.of(1, 2, 3), at: Int32Array.of(5) };
    expect(await codeOf(() => compiled.run(outside))).toBe("ONNX_RUNTIME_FAILED");
    const inside = { table: Float32Array.of(1, 2, 3), at: Int32Array.of(2) };
    expect((await compiled.run(inside))["output"]?.data[0]).toBe(3);
    await compiled.dispose();
  });
});
