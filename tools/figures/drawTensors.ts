// Draws the tensors of three textbook crystals as heat maps for docs/ftcp-layout.md:
//
//     npx tsx --conditions=@ftcp/source tools/figures/drawTensors.ts
//
// One picture for each layout: rock salt, rutile and perovskite side by side, 3 pixels a column and 2 a row.
// White is zero, red positive, blue negative; the scale is that of each block, by the square root, so that
// small numbers can be seen. The strip on the left shows the blocks, the grey area is padding.
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { createLattice, createStructure, type Structure, type Vector3 } from "@ftcp/crystal";
import { createLayout, featurize, type BlockName, type FtcpLayout } from "@ftcp/featurize";
import { encode } from "fast-png";

type Color = readonly [red: number, green: number, blue: number];

const columnWidth = 3;
const rowHeight = 2;
const gap = 12;
const strip = 8;

const blockColors: Readonly<Record<BlockName, Color>> = {
  elements: [78, 121, 167],
  cell: [242, 142, 43],
  coordinates: [89, 161, 79],
  occupancy: [237, 201, 72],
  properties: [176, 122, 161],
  planeNorms: [156, 117, 95],
  structureFactors: [118, 183, 178],
};

function tetragonal(a: number, c: number): Structure["lattice"] {
  return createLattice({ a, b: a, c, alpha: 90, beta: 90, gamma: 90 });
}

/** Repeats atoms at the positions of a face-centred cell. */
function faceCentred([x, y, z]: Vector3): Vector3[] {
  return [
    [x, y, z],
    [x, y + 0.5, z + 0.5],
    [x + 0.5, y, z + 0.5],
    [x + 0.5, y + 0.5, z],
  ];
}

/** Rock salt, rutile and perovskite by their textbook positions. */
function textbookCrystals(): Structure[] {
  const u = 0.305;
  return [
    createStructure(
      tetragonal(5.64, 5.64),
      [...Array<string>(4).fill("Na"), ...Array<string>(4).fill("Cl")],
      [...faceCentred([0, 0, 0]), ...faceCentred([0.5, 0.5, 0.5])],
    ),
    createStructure(
      tetragonal(4.594, 2.959),
      ["Ti", "Ti", "O", "O", "O", "O"],
      [
        [0, 0, 0],
        [0.5, 0.5, 0.5],
        [u, u, 0],
        [1 - u, 1 - u, 0],
        [0.5 + u, 0.5 - u, 0.5],
        [0.5 - u, 0.5 + u, 0.5],
      ],
    ),
    createStructure(
      tetragonal(3.905, 3.905),
      ["Sr", "Ti", "O", "O", "O"],
      [
        [0, 0, 0],
        [0.5, 0.5, 0.5],
        [0, 0.5, 0.5],
        [0.5, 0, 0.5],
        [0.5, 0.5, 0],
      ],
    ),
  ];
}

/** White for 0, towards red for 1 and blue for -1. */
function heat(value: number): Color {
  const depth = Math.min(1, Math.sqrt(Math.abs(value)));
  const fade = (full: number): number => Math.round(255 + depth * (full - 255));
  return value >= 0 ? [fade(178), fade(24), fade(43)] : [fade(33), fade(102), fade(172)];
}

function draw(layout: FtcpLayout, crystals: readonly Structure[]): Uint8Array {
  const panel = layout.columns * columnWidth;
  const width = strip + crystals.length * (panel + gap);
  const height = layout.rows * rowHeight;
  const data = new Uint8Array(width * height * 3).fill(255);
  const fill = (x: number, y: number, w: number, h: number, color: Color): void => {
    for (let row = y; row < y + h; row++) {
      for (let column = x; column < x + w; column++) data.set(color, (row * width + column) * 3);
    }
  };
  for (const { name, start, end } of layout.blocks) {
    // F beside Z shares its rows: the strip shows the properties.
    if (name === "structureFactors" && layout.arrangement === "beside") continue;
    fill(0, start * rowHeight, strip, (end - start) * rowHeight, blockColors[name]);
  }
  const tensors = crystals.map((structure) => featurize(structure, layout).data);
  const largest = layout.blocks.map(({ start, end, columnStart, columnEnd }) => {
    let most = 0;
    for (const tensor of tensors) {
      for (let row = start; row < end; row++) {
        for (let column = columnStart; column < columnEnd; column++) {
          most = Math.max(most, Math.abs(tensor[row * layout.columns + column] ?? 0));
        }
      }
    }
    return most === 0 ? 1 : most;
  });
  tensors.forEach((tensor, index) => {
    const left = strip + gap + index * (panel + gap);
    fill(left, 0, panel, height, [225, 225, 225]);
    layout.blocks.forEach(({ start, end, columnStart, columnEnd }, block) => {
      for (let row = start; row < end; row++) {
        for (let column = columnStart; column < columnEnd; column++) {
          const value = (tensor[row * layout.columns + column] ?? 0) / (largest[block] ?? 1);
          const x = left + column * columnWidth;
          fill(x, row * rowHeight, columnWidth, rowHeight, heat(value));
        }
      }
    });
  });
  return encode({ width, height, data, channels: 3, depth: 8 });
}

const folder = fileURLToPath(new URL("../../docs/figures/", import.meta.url));
await mkdir(folder, { recursive: true });
for (const name of ["ftcp", "paper", "reference"] as const) {
  const path = `${folder}tensors-${name}.png`;
  await writeFile(path, draw(createLayout({ name }), textbookCrystals()));
  console.log(path.slice(fileURLToPath(new URL("../../", import.meta.url)).length));
}
