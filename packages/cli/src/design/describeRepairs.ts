import type { DesignRepair } from "@ftcp/sampling";

/**
 * What was done to a decoded crystal, in words.
 *
 * @param repair - what the search tells of its repairs
 * @returns one part of a sentence for each repair that changed something
 */
export function describeRepairs(repair: DesignRepair): readonly string[] {
  const { latentMoved, records, displacement } = repair;
  const parts = records.flatMap((record): string[] => {
    switch (record.kind) {
      case "volume":
        return record.factor === 1 ? [] : [`volume multiplied by ${record.factor.toFixed(2)}`];
      case "separation":
        return record.steps === 0
          ? []
          : [`atoms pushed apart by up to ${record.displacement.largest.toFixed(2)} Å`];
      case "symmetry": {
        const { before, after } = record;
        if (after === undefined || after.number === before?.number) return [];
        return [
          `symmetrised to ${after.hermannMauguin} (atoms moved by up to ${record.displacement.largest.toFixed(2)} Å)`,
        ];
      }
    }
  });
  const moved = latentMoved > 0 ? [`latent moved by ${latentMoved.toFixed(2)}`] : [];
  const total =
    displacement.rms > 0 ? [`atoms moved ${displacement.rms.toFixed(2)} Å (r.m.s.) in all`] : [];
  return [...moved, ...parts, ...total];
}
