export { toOnnx } from "./export/toOnnx.ts";
export type { ExportableModel, ExportOptions } from "./export/toOnnx.ts";
export { OnnxError } from "./onnxError.ts";
export type { OnnxErrorCode, OnnxErrorData } from "./onnxError.ts";
export type { TensorSpec } from "./trace/tensorSpec.ts";
export { trace } from "./trace/trace.ts";
export type { TraceableFunction, TracedOutput, TraceOptions } from "./trace/trace.ts";
export type { NamedTensorSpec, TracedModel, TracedVariable } from "./trace/tracedModel.ts";
export { compile } from "./runtime/compile.ts";
export type { CompiledFunction, CompileOptions } from "./runtime/compile.ts";
export type {
  LoadOptions,
  OnnxRuntime,
  OnnxSession,
  PlainTensor,
  TensorNumbers,
} from "./runtime/onnxRuntime.ts";
