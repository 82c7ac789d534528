import type { LatentSample } from "./latentSample.ts";
import type { LatentStream } from "./latentStream.ts";

/** Samples between two turns of the event loop. */
const samplesPerTurn = 256;

/** Makes an async iterable of a generator too; both ways read the same samples, each once. */
export function createLatentStream(
  samples: Generator<LatentSample, void, undefined>,
): LatentStream {
  return Object.assign(samples, {
    async *[Symbol.asyncIterator](): AsyncGenerator<LatentSample, void, undefined> {
      let sampled = 0;
      for (const sample of samples) {
        yield sample;
        sampled++;
        if (sampled % samplesPerTurn !== 0) continue;
        // Without a turn of the event loop no timer could abort an endless stream.
        await new Promise<void>((resolve) => {
          setTimeout(resolve, 0);
        });
      }
    },
  });
}
