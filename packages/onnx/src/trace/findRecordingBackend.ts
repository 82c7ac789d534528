import * as tf from "@tensorflow/tfjs-core";
import { translatedKernels } from "../kernels/translateKernel.ts";
import { RecordingBackend } from "./recordingBackend.ts";
import { recordingBackendName } from "./recordingBackendName.ts";

/**
 * The recording backend of this copy of tfjs; the first call registers it and its kernels.
 */
export function findRecordingBackend(): RecordingBackend {
  const known = tf.findBackend(recordingBackendName) as RecordingBackend | null;
  if (known !== null) return known;
  const backend = new RecordingBackend();
  tf.registerBackend(recordingBackendName, () => backend, 0);
  for (const kernelName of translatedKernels()) {
    tf.registerKernel({
      kernelName,
      backendName: recordingBackendName,
      kernelFunc: ({ inputs, attrs }) => backend.record(kernelName, inputs, attrs),
    });
  }
  return backend;
}
