import "@tensorflow/tfjs-backend-cpu";
import { describe, expect, it } from "@jest/globals";
import {
  compile,
  OnnxError,
  toOnnx,
  trace,
  type CompiledFunction,
  type OnnxErrorCode,
  type OnnxRuntime,
  type TracedModel,
} from "@ftcp/onnx";
import type { LoadedRuntime } from "@ftcp/onnx/node";
import * as tf from "@tensorflow/tfjs-core";
import type * as tfl from "@tensorflow/tfjs-layers";

// `tsc -b`, not jest, is what checks this file: a constant of type `Equal<A, B>` can be `true` only where they are one.
type Equal<A, B> = [A, B] extends [B, A] ? true : false;

describe("the types of @ftcp/onnx", () => {
  it("name the inputs of a traced function after the given shapes", () => {
    const shapes = { x: { shape: [2, 3] }, mask: { shape: [2], type: "bool" } } as const;
    const model = trace(({ x, mask }) => {
      const same: readonly [Equal<typeof x, tf.Tensor>, Equal<typeof mask, tf.Tensor>] = [
        true,
        true,
      ];
      expect(same).toEqual([true, true]);
      return { sum: tf.sum(x), same: mask };
    }, shapes);
    const isModel: Equal<typeof model, TracedModel> = true;
    expect([isModel, model.outputs.length]).toEqual([true, 2]);
    const wrong = (): unknown =>
      // @ts-expect-error - there is no input y
      trace((inputs: { readonly y: tf.Tensor }) => inputs.y, { x: { shape: [2] } });
    expect(wrong).toThrow(OnnxError);
  });

  it("refuse asynchronous functions, types of numbers that ONNX lacks here, and unknown options", () => {
    const shapes = { x: { shape: [1] } } as const;
    const calls = [
      // @ts-expect-error - a promise is no tensor
      () => trace(({ x }) => Promise.resolve(x), shapes),
      // @ts-expect-error - complex numbers have no type in a graph
      () => trace(({ x }) => x, { x: { shape: [1], type: "complex64" } }),
      // @ts-expect-error - constants or inputs
      () => trace(({ x }) => x, shapes, { variables: "state" }),
      // @ts-expect-error - a runtime is needed
      () => compile(({ x }) => x, shapes, {}),
    ];
    expect(calls).toHaveLength(4);
  });

  it("take the models of tfjs-layers and the runtimes that are loaded", () => {
    type Given = Parameters<typeof toOnnx>[0];
    const given: readonly [
      layers: tfl.LayersModel extends Given ? true : false,
      sequential: tfl.Sequential extends Given ? true : false,
      runtime: Equal<LoadedRuntime["runtime"], OnnxRuntime>,
      compiled: Equal<ReturnType<typeof compile<"x">>, Promise<CompiledFunction<"x">>>,
    ] = [true, true, true, true];
    expect(given).not.toContain(false);
  });

  it("list the codes of errors, so that a switch can be checked", () => {
    const error = new OnnxError("ONNX_NO_OUTPUT", "nothing");
    const code: Equal<typeof error.code, OnnxErrorCode> = true;
    const name: Equal<typeof error.name, "OnnxError"> = true;
    expect([code, name]).toEqual([true, true]);
    expect(error).toBeInstanceOf(Error);
    // @ts-expect-error - not a code
    expect(new OnnxError("ONNX_OTHER", "").code).toBe("ONNX_OTHER");
  });
});
