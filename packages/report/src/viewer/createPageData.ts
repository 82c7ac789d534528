import type { Structure } from "@ftcp/crystal";
import { elementColor } from "../color/elementColor.ts";
import type { ReportDesign } from "../reportInput.ts";
import { drawnRadius } from "../structure/drawnRadius.ts";
import { packScene, type PackedScene } from "../structure/packScene.ts";
import { describeDesign } from "../text/describeDesign.ts";
import { formulaToText } from "../text/formulaToText.ts";

/** A design as the page's script needs it. */
export interface PageDesign {
  /** Formula for people. */
  readonly title: string;
  /** Formula with space group. */
  readonly name: string;
  /** Formula and id of the root, and where its structure comes from. */
  readonly rootName: string;
  /** Names and values. */
  readonly facts: readonly (readonly [string, string])[];
  /** What was done to the decoded crystal. */
  readonly repairs: string;
  /** The crystal. */
  readonly design: PackedScene;
  /** Its root, where it is known. */
  readonly root: PackedScene | null;
  /** The crystal before repair, where it was repaired. */
  readonly decoded: PackedScene | null;
}

/** What the page's script reads. */
export interface PageData {
  /** The designs, in order; scenes only when there is a viewer. */
  readonly designs: readonly PageDesign[];
  /** Colour and drawn radius in Å of each element that occurs. */
  readonly elements: Readonly<Record<string, readonly [string, number]>>;
}

/**
 * Gathers what the page's script needs.
 *
 * @param designs - the designs, in order
 * @param properties - the properties told with each
 * @returns plain data
 * @throws CrystalError with code `CRYSTAL_DISORDERED_SITE` when a site is shared or partly empty
 */
export function createPageData(
  designs: readonly ReportDesign[],
  properties: readonly string[],
): PageData {
  const pack = (structure: Structure | undefined): PackedScene | null =>
    structure === undefined ? null : packScene(structure);
  const packed = designs.map((design): PageDesign => {
    const { formula, root, spaceGroup, structure, raw, repairs = [] } = design;
    const title = formulaToText(formula);
    const source = root?.source === undefined ? "" : `, ${root.source}`;
    return {
      title,
      name: spaceGroup === undefined ? title : `${title}, ${spaceGroup}`,
      rootName: root === undefined ? "" : `${formulaToText(root.formula)} (${root.id}${source})`,
      facts: describeDesign(design, properties),
      repairs: repairs.length === 0 ? "" : `Repair: ${repairs.join("; ")}.`,
      design: packScene(structure),
      root: pack(root?.structure),
      decoded: pack(raw),
    };
  });
  const symbols = new Set(
    packed.flatMap(({ design, root, decoded }) => [
      ...design.elements,
      ...(root?.elements ?? []),
      ...(decoded?.elements ?? []),
    ]),
  );
  return {
    designs: packed,
    elements: Object.fromEntries(
      [...symbols].map((symbol) => [symbol, [elementColor(symbol), drawnRadius(symbol)]]),
    ),
  };
}
