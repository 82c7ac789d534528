import { siteElement, type Site, type Structure } from "@ftcp/crystal";

/** The sites of one element. */
export interface ElementSites {
  /** Its symbol. */
  readonly element: string;
  /** Its sites, in the order of the structure. */
  readonly sites: readonly Site[];
}

/**
 * Groups the sites of an ordered crystal by element, in the order in which elements appear.
 *
 * @param structure - an ordered crystal
 * @returns one group for each element
 * @throws CrystalError with code `CRYSTAL_DISORDERED_SITE` when a site is shared or partly empty
 */
export function groupSites(structure: Structure): readonly ElementSites[] {
  const groups = new Map<string, Site[]>();
  for (const site of structure.sites) {
    const element = siteElement(site);
    const group = groups.get(element);
    if (group === undefined) groups.set(element, [site]);
    else group.push(site);
  }
  return [...groups].map(([element, sites]) => ({ element, sites }));
}
