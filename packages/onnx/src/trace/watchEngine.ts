import * as tf from "@tensorflow/tfjs-core";
import { OnnxError } from "../onnxError.ts";
import { recordingBackendName } from "./recordingBackendName.ts";

/** What tfjs does while a function is traced. */
export interface EngineWatcher {
  /** A variable was made. */
  readonly onVariable: (variable: tf.Variable) => void;
  /** `Math.random` was called, which tfjs does for every operation of random numbers without a seed. */
  readonly onRandomNumber: () => void;
}

/**
 * Watches tfjs, refuses kernels that the recording backend lacks, and remembers the tensors that are to be kept.
 *
 * @returns ends the watch and frees what was kept of the trace: those tensors have no numbers
 */
export function watchEngine({ onVariable, onRandomNumber }: EngineWatcher): () => void {
  const engine = tf.engine();
  const own = {
    makeVariable: engine.makeVariable.bind(engine),
    runKernel: engine.runKernel.bind(engine),
    keep: engine.keep.bind(engine),
  };
  const kept: tf.Tensor[] = [];
  engine.makeVariable = (...given) => {
    const variable = own.makeVariable(...given);
    onVariable(variable);
    return variable;
  };
  engine.runKernel = (kernel, ...given) => {
    const known = tf.getKernel(kernel, recordingBackendName) as tf.KernelConfig | undefined;
    if (known === undefined) {
      const reason = "no translation";
      const message = `the kernel ${kernel} has no translation to ONNX`;
      throw new OnnxError("ONNX_UNSUPPORTED_KERNEL", message, { kernel, reason });
    }
    return own.runKernel(kernel, ...given);
  };
  engine.keep = (tensor) => {
    kept.push(tensor);
    return own.keep(tensor);
  };
  const { random } = Math;
  Math.random = () => {
    onRandomNumber();
    return random();
  };
  return () => {
    Math.random = random;
    // The methods of the class are visible again.
    for (const name of Object.keys(own)) Reflect.deleteProperty(engine, name);
    for (const tensor of kept) {
      if (!tensor.isDisposed && !(tensor instanceof tf.Variable)) tensor.dispose();
    }
  };
}
