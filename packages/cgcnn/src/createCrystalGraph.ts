import { elementBySymbol, neighborList, siteElement, type Structure } from "@ftcp/crystal";
import { CgcnnError } from "./cgcnnError.ts";
import type { CgcnnConfig } from "./cgcnnConfig.ts";
import type { CrystalGraph } from "./crystalGraph.ts";
import { graphElements } from "./graphElements.ts";

/**
 * Makes the graph of a crystal: the nearest neighbours of every atom within the radius, periodic images
 * included.
 *
 * @param structure - an ordered crystal
 * @param config - number of neighbours and radius
 * @returns the graph
 * @throws `CrystalError` with code `CRYSTAL_DISORDERED_SITE` when a site is not one whole atom, and
 *   {@link CgcnnError} with code `CGCNN_UNKNOWN_ELEMENT` beyond fermium
 *
 * @remarks
 * Among neighbours at the same distance (to 1e-6 Å) the lower index comes first. An atom with fewer neighbours is
 * given the first atom at `radius + 1`, as in the authors' code, where every Gaussian is nearly zero.
 *
 * @see T. Xie, J. C. Grossman, Phys. Rev. Lett. 120, 145301 (2018), https://doi.org/10.1103/PhysRevLett.120.145301
 */
export function createCrystalGraph(
  structure: Structure,
  config: Pick<CgcnnConfig, "neighbors" | "radius">,
): CrystalGraph {
  const atoms = structure.sites.length;
  const numbers = Uint8Array.from(structure.sites, (site, index) => {
    const element = siteElement(site);
    const { number } = elementBySymbol(element);
    if (number > graphElements) {
      throw new CgcnnError("CGCNN_UNKNOWN_ELEMENT", `no property vector of ${element}`, {
        ...{ site: index, element },
      });
    }
    return number;
  });
  const width = config.neighbors;
  const neighbors = new Int32Array(atoms * width);
  const distances = new Float32Array(atoms * width).fill(config.radius + 1);
  const pairs = neighborList(structure, config.radius);
  for (let atom = 0; atom < atoms; atom++) {
    const start = pairs.starts[atom] as number;
    const end = pairs.starts[atom + 1] as number;
    const last = pairs.distances[Math.min(end, start + width) - 1] ?? 0;
    // Rounding must not decide between neighbours at the same distance.
    const near: number[] = [];
    for (let pair = start; pair < end; pair++) {
      if ((pairs.distances[pair] as number) > last + tolerance) break;
      near.push(pair);
    }
    const rounded = (pair: number): number =>
      Math.round((pairs.distances[pair] as number) / tolerance);
    near.sort(
      (a, b) => rounded(a) - rounded(b) || (pairs.to[a] as number) - (pairs.to[b] as number),
    );
    near.slice(0, width).forEach((pair, k) => {
      neighbors[atom * width + k] = pairs.to[pair] as number;
      distances[atom * width + k] = pairs.distances[pair] as number;
    });
  }
  return { numbers, neighbors, distances };
}

/** Distances that differ by less are the same, in Å. */
const tolerance = 1e-6;
