import { createLayout, type LayoutOptions } from "@ftcp/featurize";
import { createRandom } from "@ftcp/random";
import { beforeAll, describe, expect, it } from "@jest/globals";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { createLossWeights } from "../losses/createLossWeights.ts";
import { createNetworkConfig } from "./createNetworkConfig.ts";
import { createRowsNetwork } from "./createRowsNetwork.ts";

const realSpace = ["elements", "cell", "coordinates", "occupancy"] as const;
const sizes = { maxElements: 2, maxSites: 3 };

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend("cpu");
});

function build(
  options: LayoutOptions,
  reconstructs: "real-space" | "all",
): { readonly rows: number; readonly columns: number; readonly loss: number[] } {
  const layout = createLayout({ ...sizes, ...options });
  const config = createNetworkConfig({
    ...{
      latentSize: 64,
      channels: [4, 4, 4],
      hidden: 16,
      regressionHidden: 8,
      elementCodeSize: 14,
    },
    reconstructs,
  });
  const network = createRowsNetwork({ layout, config, properties: 2 });
  network.initialize(createRandom(1));
  const loss = tf.tidy(() => {
    const batch = tf.ones<tf.Rank.R3>([2, layout.rows, layout.columns]);
    const decoded = network.decode(network.encode({ batch }).mean);
    const cost = network.reconstruction(decoded, batch, createLossWeights());
    return [...cost.dataSync()];
  });
  for (const model of [network.encoder, network.decoder, network.regressor]) model.dispose();
  return { rows: layout.rows, columns: layout.columns, loss };
}

describe("createRowsNetwork", () => {
  it.each([
    [{ blocks: realSpace }, "real-space"],
    [{ blocks: realSpace }, "all"],
    [{ blocks: "real" }, "real-space"],
    [{ blocks: "real" }, "all"],
    [{}, "real-space"],
    [{}, "all"],
  ] as const)("reads and writes layout ftcp with %j, %s", (options, reconstructs) => {
    const { loss } = build(options, reconstructs);
    expect(loss).toHaveLength(2);
    expect(loss.every(Number.isFinite)).toBe(true);
  });

  it("says what to do about rows that its convolutions cannot halve", () => {
    expect(() => build({ blocks: realSpace, maxSites: 4, rowMultiple: 1 }, "all")).toThrow(
      /createLayout\(\{ rowMultiple: 8 \}\)/u,
    );
  });
});
