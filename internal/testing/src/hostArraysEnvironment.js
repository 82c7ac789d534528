// A Jest environment for tests that run onnxruntime-node. Jest gives each test file a realm of its own, with its own
// typed arrays, but native code knows those of Node alone and checks them with `instanceof`.
import PlainRealmEnvironment from "./plainRealmEnvironment.js";

const arrays = {
  BigInt64Array,
  BigUint64Array,
  Float32Array,
  Float64Array,
  Int8Array,
  Int16Array,
  Int32Array,
  Uint8Array,
  Uint8ClampedArray,
  Uint16Array,
  Uint32Array,
};

export default class HostArraysEnvironment extends PlainRealmEnvironment {
  /** @override */
  async setup() {
    await super.setup();
    Object.assign(this.global, arrays);
  }
}
