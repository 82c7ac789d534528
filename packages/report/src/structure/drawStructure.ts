import type { Structure, Vector3 } from "@ftcp/crystal";
import { elementColor } from "../color/elementColor.ts";
import { createScene } from "./createScene.ts";
import type { CrystalScene } from "./createScene.ts";

/** Side of the drawing and free margin, in SVG units. */
const size = 320;
const margin = 14;

/** The viewer stands in the xz plane, turned by `azimuth` about z and raised by `elevation` (radians). */
const azimuth = (22 * Math.PI) / 180;
const elevation = (14 * Math.PI) / 180;

/** Distance of the viewer from the centre of the cell, in radii of the scene. */
const viewDistance = 6;

/** Something to draw, and how near it is to the viewer. */
interface Shape {
  readonly depth: number;
  readonly svg: string;
}

/**
 * Draws the unit cell of a crystal in perspective: cell edges, atoms as shaded spheres with their
 * periodic images on faces, edges and corners, bonds, and a legend of the elements.
 *
 * @param structure - an ordered crystal with finite coordinates
 * @param options - `id`: prefix of the ids in the drawing, unique in the document, made of letters,
 *   digits and dashes; `label`: what the drawing shows, as escaped text
 * @returns an SVG element that needs the report's style sheet
 * @throws CrystalError with code `CRYSTAL_DISORDERED_SITE` when a site is shared or partly empty
 *
 * @remarks
 * The second lattice vector points to the right and z up. Radii are a fixed share of the covalent
 * radii (Cordero 2008); bonds join atoms nearer than 1.2 times the sum of those radii, except two
 * cations beside an anion: a rule of thumb for the eye only. Shapes are painted from back to front.
 *
 * @example
 * ```ts
 * drawStructure(rockSalt, { id: "s1", label: "NaCl" }); // "<svg …"
 * ```
 */
export function drawStructure(
  structure: Structure,
  options: { readonly id: string; readonly label: string },
): string {
  const scene = createScene(structure);
  const { corners, atoms, elements: kinds } = scene;
  const view = createView([
    ...corners.map((position) => ({ position, radius: 0 })),
    ...atoms.map(({ position, radius }) => ({ position, radius })),
  ]);
  const shapes: Shape[] = [
    ...drawEdges(corners, Math.max(0, ...atoms.map(({ radius }) => radius)), view),
    ...drawBonds(scene, view),
    ...atoms.map(({ position, radius, symbol }): Shape => {
      const { x, y, depth, scale } = view(position);
      return {
        depth,
        svg: `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${(radius * scale).toFixed(1)}" fill="url(#${options.id}-${symbol})"/>`,
      };
    }),
  ].sort((back, front) => back.depth - front.depth);

  const gradients = kinds.map((symbol) => {
    const color = elementColor(symbol);
    return `<radialGradient id="${options.id}-${symbol}" cx=".36" cy=".32" r=".72"><stop offset="0" stop-color="${mix(color, 255, 0.72)}"/><stop offset=".38" stop-color="${color}"/><stop offset="1" stop-color="${mix(color, 0, 0.55)}"/></radialGradient>`;
  });
  const axes = (["a", "b", "c"] as const).map((name, axis) => {
    const [x, y, z] = structure.lattice.matrix[axis] ?? [0, 0, 0];
    const length = Math.hypot(x, y, z);
    const [right, up] = turn([x / length, y / length, z / length]);
    const place = (distance: number): string =>
      `${(30 + distance * right).toFixed(1)} ${(size + 25 - distance * up).toFixed(1)}`;
    const [labelX, labelY] = place(24).split(" ");
    return `<path class="edge" d="M30 ${size + 25}L${place(16)}"/><text class="lattice-vector" x="${labelX ?? ""}" y="${labelY ?? ""}" dy="4" text-anchor="middle">${name}</text>`;
  });
  const step = Math.min(52, size / Math.max(1, kinds.length));
  const legend = kinds.map((symbol, index) => {
    const x = size / 2 + (index - (kinds.length - 1) / 2) * step;
    return `<circle cx="${(x - 9).toFixed(1)}" cy="${size + 28}" r="7" fill="url(#${options.id}-${symbol})"/><text x="${(x + 2).toFixed(1)}" y="${size + 32.5}">${symbol}</text>`;
  });
  return [
    `<svg class="structure" viewBox="0 0 ${size} ${size + 52}" role="img" aria-label="${options.label}">`,
    `<title>${options.label}</title><defs>${gradients.join("")}</defs>`,
    shapes.map(({ svg }) => svg).join(""),
    axes.join(""),
    `<g class="elements">${legend.join("")}</g></svg>`,
  ].join("");
}

/** A point on the drawing; `scale` is SVG units per Å at its depth. */
interface Projected {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
  readonly scale: number;
}

/** Coordinates to the right, up and towards the viewer. */
function turn([x, y, z]: Vector3): Vector3 {
  const towards = Math.cos(azimuth) * x + Math.sin(azimuth) * y;
  return [
    Math.cos(azimuth) * y - Math.sin(azimuth) * x,
    Math.cos(elevation) * z - Math.sin(elevation) * towards,
    Math.cos(elevation) * towards + Math.sin(elevation) * z,
  ];
}

/** The perspective view in which all given spheres just fit the drawing. */
function createView(
  spheres: readonly { readonly position: Vector3; readonly radius: number }[],
): (position: Vector3) => Projected {
  const turned = spheres.map(({ position, radius }) => ({ position: turn(position), radius }));
  const middle = ([0, 1, 2] as const).map((axis) => {
    const along = turned.map(({ position }) => position[axis]);
    return (Math.min(...along) + Math.max(...along)) / 2;
  });
  const [middleX = 0, middleY = 0, middleZ = 0] = middle;
  const extent = Math.max(
    ...turned.map(
      ({ position: [x, y, z], radius }) =>
        Math.hypot(x - middleX, y - middleY, z - middleZ) + radius,
    ),
  );
  const distance = viewDistance * extent;
  const project = ([x, y, z]: Vector3): Projected => {
    const scale = distance / (distance - (z - middleZ));
    return { x: (x - middleX) * scale, y: -(y - middleY) * scale, depth: z, scale };
  };
  let [minX, maxX, minY, maxY] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { position, radius } of turned) {
    const { x, y, scale } = project(position);
    minX = Math.min(minX, x - radius * scale);
    maxX = Math.max(maxX, x + radius * scale);
    minY = Math.min(minY, y - radius * scale);
    maxY = Math.max(maxY, y + radius * scale);
  }
  const zoom = (size - 2 * margin) / Math.max(maxX - minX, maxY - minY);
  return (position) => {
    const { x, y, depth, scale } = project(turn(position));
    return {
      x: size / 2 + (x - (minX + maxX) / 2) * zoom,
      y: size / 2 + (y - (minY + maxY) / 2) * zoom,
      depth,
      scale: scale * zoom,
    };
  };
}

/**
 * The twelve edges, in short pieces so that each piece is hidden by the atoms before it. Pieces are
 * set back by the largest radius, so that an edge comes out of the surface of a corner atom, not
 * out of its centre.
 */
function drawEdges(
  corners: readonly Vector3[],
  setBack: number,
  view: (position: Vector3) => Projected,
): Shape[] {
  const pieces = 10;
  return corners.flatMap((start, corner) =>
    [1, 2, 4].flatMap((bit) => {
      const end = corners[corner | bit];
      if ((corner & bit) !== 0 || end === undefined) return [];
      return Array.from({ length: pieces }, (_, piece) => {
        const from = view(between(start, end, piece / pieces));
        const to = view(between(start, end, (piece + 1) / pieces));
        return {
          depth: (from.depth + to.depth) / 2 - setBack,
          svg: `<path class="edge" d="M${point(from)}L${point(to)}"/>`,
        };
      });
    }),
  );
}

/** Bonds between drawn atoms, each half in the colour of its atom. */
function drawBonds(
  { atoms, bonds }: CrystalScene,
  view: (position: Vector3) => Projected,
): Shape[] {
  return bonds.flatMap(({ from, to, distance }) => {
    const [atom, other] = [atoms[from], atoms[to]];
    // Atoms so close that their spheres meet need no bond.
    if (atom === undefined || other === undefined || distance <= atom.radius + other.radius) {
      return [];
    }
    const surface = view(between(atom.position, other.position, (0.9 * atom.radius) / distance));
    const half = view(between(atom.position, other.position, 0.5));
    return [
      {
        depth: (surface.depth + half.depth) / 2,
        svg: `<path d="M${point(surface)}L${point(half)}" stroke="${mix(elementColor(atom.symbol), 0, 0.15)}" stroke-width="${(0.16 * half.scale).toFixed(1)}"/>`,
      },
    ];
  });
}

function between([ax, ay, az]: Vector3, [bx, by, bz]: Vector3, share: number): Vector3 {
  return [ax + (bx - ax) * share, ay + (by - ay) * share, az + (bz - az) * share];
}

function point({ x, y }: Projected): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

/** A `#rrggbb` colour mixed with a grey of the given level. */
function mix(color: string, level: number, share: number): string {
  const channels = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(color.slice(start, start + 2), 16);
    return Math.round(channel + (level - channel) * share)
      .toString(16)
      .padStart(2, "0");
  });
  return `#${channels.join("")}`;
}
