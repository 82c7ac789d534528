import { checkNeutrality } from "@ftcp/crystal";
import { chooseContents, type Contents } from "../chooseContents.ts";
import type { DecodedNumbers } from "../assembleTensor.ts";
import type { InvertibleRows } from "../invertibleRows.ts";

/**
 * Settles what decoded crystals are made of: the most likely contents that can be (see `chooseContents`), and
 * among contents within `chargeMargin` nats of these the most likely whose charges can be balanced.
 *
 * @param decoded - numbers of the decoder
 * @param count - number of crystals
 * @param rows - the layout's blocks
 * @param symbols - element of every class but the last
 * @param chargeMargin - see above; 0 asks for no balance
 * @returns the numbers, with logits exchanged such that the chosen class of every slot and site has the highest
 *
 * @remarks
 * Charges are balanced as SMACT balances them, by its own oxidation states of 2014; metals alone pass.
 */
export function settleContents(
  decoded: DecodedNumbers,
  count: number,
  rows: InvertibleRows,
  symbols: readonly string[],
  chargeMargin: number,
): DecodedNumbers {
  const { slots, classes, sites } = rows;
  const ofSlots = Float32Array.from(decoded.slots);
  const ofSites = Float32Array.from(decoded.occupancy);
  const isPreferred = (contents: Contents): boolean =>
    chargeMargin === 0 || isNeutral(contents, symbols);
  for (let crystal = 0; crystal < count; crystal++) {
    const slotPart = part(ofSlots, crystal, slots * classes);
    const sitePart = part(ofSites, crystal, sites * (slots + 1));
    const chosen = chooseContents({ slots: slotPart, occupancy: sitePart }, classes, {
      margin: chargeMargin,
      isPreferred,
    });
    chosen.classes.forEach((one, slot) => {
      exchange(part(slotPart, slot, classes), one);
    });
    const seats = chosen.counts.flatMap((seated, slot) => Array<number>(seated).fill(slot));
    for (let site = 0; site < sites; site++) {
      exchange(part(sitePart, site, slots + 1), seats[site] ?? slots);
    }
  }
  return { ...decoded, slots: ofSlots, occupancy: ofSites };
}

function isNeutral({ classes, counts }: Contents, symbols: readonly string[]): boolean {
  const composition: Record<string, number> = {};
  classes.forEach((one, slot) => {
    const symbol = symbols[one];
    if (symbol !== undefined) composition[symbol] = counts[slot] as number;
  });
  return checkNeutrality(composition, { oxidationStates: "smact14" }).valid;
}

function part(numbers: Float32Array, index: number, size: number): Float32Array {
  return numbers.subarray(index * size, (index + 1) * size);
}

/** Gives the chosen class the highest logit, and its own to the class that had it. */
function exchange(logits: Float32Array, chosen: number): void {
  let highest = 0;
  for (let k = 1; k < logits.length; k++) {
    if ((logits[k] as number) > (logits[highest] as number)) highest = k;
  }
  const value = logits[highest] as number;
  logits[highest] = logits[chosen] as number;
  logits[chosen] = value;
}
