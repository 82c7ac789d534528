import type { CgcnnConfig } from "./cgcnnConfig.ts";
import { gaussianCount } from "./gaussianCount.ts";
import { propertyBits } from "./propertyBits.ts";

/** Shapes of the variables of a network by name, in a fixed order. */
export interface CgcnnShapes {
  /** What is trained. */
  readonly weights: ReadonlyMap<string, readonly number[]>;
  /** Moving averages of the batch normalisations. */
  readonly states: ReadonlyMap<string, readonly number[]>;
}

/**
 * Lists the variables of a network; nothing is allocated.
 *
 * @param config - sizes
 * @param outputs - number of properties
 * @returns shapes by name
 */
export function cgcnnShapes(config: CgcnnConfig, outputs: number): CgcnnShapes {
  const weights = new Map<string, readonly number[]>();
  const states = new Map<string, readonly number[]>();
  const dense = (name: string, inputs: number, units: number): void => {
    weights.set(`${name}/kernel`, [inputs, units]);
    weights.set(`${name}/bias`, [units]);
  };
  const normal = (name: string, width: number): void => {
    weights.set(`${name}/gamma`, [width]);
    weights.set(`${name}/beta`, [width]);
    states.set(`${name}/movingMean`, [width]);
    states.set(`${name}/movingVariance`, [width]);
  };
  const { atomSize, convolutions, hidden, hiddenLayers } = config;
  dense("embedding", propertyBits, atomSize);
  for (let i = 0; i < convolutions; i++) {
    // One matrix in three parts, for the atom, its neighbour and the bond between them.
    const parts = { atom: atomSize, neighbor: atomSize, bond: gaussianCount(config) };
    for (const [part, rows] of Object.entries(parts)) {
      weights.set(`convolution${i}.${part}/kernel`, [rows, 2 * atomSize]);
    }
    weights.set(`convolution${i}/bias`, [2 * atomSize]);
    normal(`convolution${i}.normalization0`, 2 * atomSize);
    normal(`convolution${i}.normalization1`, atomSize);
  }
  for (let i = 0; i < hiddenLayers; i++) dense(`hidden${i}`, i === 0 ? atomSize : hidden, hidden);
  dense("output", hidden, outputs);
  return { weights, states };
}
