import { writeNumber } from "./wasmSections.ts";

/** Sets the functions that a body calls; calls are written with five bytes, which no other instruction here is. */
export function linkCalls(body: Uint8Array, functions: readonly number[]): Uint8Array {
  const linked = body.slice();
  for (let at = 0; at + 6 <= linked.length; at++) {
    const [call, index = 0, ...rest] = linked.subarray(at, at + 6);
    const isCall = call === 0x10 && index >= 128 && rest.join() === "128,128,128,0";
    if (!isCall) continue;
    linked.set(writeNumber(functions[index - 128] as number, 5), at + 1);
    at += 5;
  }
  return linked;
}
