import * as tf from "@tensorflow/tfjs-core";

/** Whether the current backend of tfjs computes convolutions and both of their gradients. */
export function hasConvolutionGradients(): boolean {
  const backend = tf.getBackend();
  return ["Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter"].every(
    (kernel) => (tf.getKernel(kernel, backend) as tf.KernelConfig | undefined) !== undefined,
  );
}
