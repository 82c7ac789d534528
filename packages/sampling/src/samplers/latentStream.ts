import type { LatentSample } from "./latentSample.ts";

/**
 * New latents one after the other: read with `for … of`, or with `for await … of`, which lets timers and
 * signals through now and then.
 */
export interface LatentStream
  extends Generator<LatentSample, void, undefined>, AsyncIterable<LatentSample, void, undefined> {}
