import { createLattice, createStructure } from "@ftcp/crystal";
import type { Result, Structure } from "@ftcp/crystal";
import { LatentIndex } from "@ftcp/sampling";
import type { DesignModel, DifferentiableModel, Latents } from "@ftcp/sampling";

// A test double: an analytic "decoder" of half-Heusler cells ABX, so that every outcome is known.
// z0 sets the cell length, z1 to z3 choose the elements A, B and X; properties are linear in z.
const first = ["Li", "Na", "K", "Rb", "Cs", "Cu", "Ag", "Au"];
const second = ["Mg", "Ca", "Sr", "Ba", "Zn", "Cd", "Ti", "Zr"];
const third = ["N", "P", "As", "Sb", "Bi", "Si", "Ge", "Sn"];

/** Which element a number names: whole numbers are the elements, going round. */
function choose(elements: readonly string[], z: number): string {
  return elements[((Math.round(z) % 8) + 8) % 8] ?? "";
}

/** The cell of one latent; an error where the cell length would not be positive. */
export function decodeOne(z: ArrayLike<number>): Result<Structure> {
  const length = 4 + (z[0] ?? 0);
  if (length <= 0.2) {
    const error = Object.assign(new Error("no cell"), { code: "TOY_NO_CELL" });
    return { ok: false, error };
  }
  const lattice = createLattice({
    a: length,
    b: length,
    c: length,
    alpha: 60,
    beta: 60,
    gamma: 60,
  });
  const elements = [choose(first, z[1] ?? 0), choose(second, z[2] ?? 0), choose(third, z[3] ?? 0)];
  const structure = createStructure(lattice, elements, [
    [0, 0, 0],
    [0.5, 0.5, 0.5],
    [0.25, 0.25, 0.25],
  ]);
  return { ok: true, value: structure };
}

/** Formation energy and band gap of one latent. */
export function predictOne(z: ArrayLike<number>): readonly [energy: number, gap: number] {
  return [0.4 * (z[0] ?? 0) - 0.2 * (z[1] ?? 0), Math.abs(0.5 * (z[2] ?? 0))];
}

/** The names of what {@link predictOne} gives. */
export const toyProperties = ["formation_energy_per_atom", "band_gap"] as const;

function rows({ data, shape }: Latents): readonly Float32Array[] {
  const [count, size] = shape;
  return Array.from({ length: count }, (_, i) => data.subarray(i * size, (i + 1) * size));
}

/** The model over {@link decodeOne} and {@link predictOne}; counts how often it is asked. */
export function createToyModel(): DesignModel & { readonly batches: number[] } {
  const batches: number[] = [];
  return {
    latentSize: 4,
    properties: toyProperties,
    batches,
    decode: (latents) => {
      batches.push(latents.shape[0]);
      return Promise.resolve(rows(latents).map(decodeOne));
    },
    predict: (latents) => Promise.resolve(Float32Array.from(rows(latents).flatMap(predictOne))),
  };
}

/** The toy model's predictions with their derivatives. */
export function createToyDifferentiator(): DifferentiableModel {
  return {
    latentSize: 4,
    properties: toyProperties,
    differentiateProperties: (latents) =>
      Promise.resolve({
        properties: Float32Array.from(rows(latents).flatMap(predictOne)),
        gradients: Float32Array.from(
          rows(latents).flatMap((z) => [0.4, -0.2, 0, 0, 0, 0, 0.5 * Math.sign(z[2] ?? 0), 0]),
        ),
      }),
  };
}

/** 64 known crystals on a grid of the toy model's latent space, some with unknown band gaps. */
export function createToyIndex(): LatentIndex {
  const latents = Array.from({ length: 64 }, (_, i) => [
    ((i * 7) % 16) / 8 - 1,
    i % 8,
    Math.floor(i / 8),
    (i * 3) % 8,
  ]);
  return new LatentIndex({
    ids: latents.map((_, i) => `toy-${i}`),
    formulas: latents.map((z) =>
      [choose(first, z[1] ?? 0), choose(second, z[2] ?? 0), choose(third, z[3] ?? 0)].join(""),
    ),
    propertyNames: toyProperties,
    properties: Float32Array.from(
      latents.flatMap((z, i) => {
        const [energy, gap] = predictOne(z);
        return [energy, i % 5 === 4 ? Number.NaN : gap];
      }),
    ),
    latents: { data: Float32Array.from(latents.flat()), shape: [64, 4] },
    attribution: "made up for tests",
  });
}
