/** Name under which tfjs knows the recording backend. */
export const recordingBackendName = "ftcp-onnx-trace";
