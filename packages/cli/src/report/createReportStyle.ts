import { latentColorCount } from "./latentColorCount.ts";
import { viridis } from "./viridis.ts";

/** Colours of the latent maps, between two positions on the viridis scale. */
function latentColors(from: number, to: number): string {
  return Array.from({ length: latentColorCount }, (_, index) => {
    const color = viridis(from + ((to - from) * index) / (latentColorCount - 1));
    return `.v${index}{--v:${color}}`;
  }).join("");
}

/**
 * The style sheet of the report, for light and dark screens, phones and paper.
 *
 * @returns CSS without any address
 *
 * @remarks
 * The ends of the viridis scale that would vanish in the background are left out: the brightest on
 * a light screen, the darkest on a dark one.
 *
 * @example
 * ```ts
 * `<style>${createReportStyle()}</style>`;
 * ```
 */
export function createReportStyle(): string {
  return `
:root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--text:#1c2430;--quiet:#5b6675;--line:#dfe3e8;--grid:#eceff2;--accent:#0b63b0;--target:#c2185b;--good:#1b7a43;--bad:#b3261e;--dim:#c3c9d1}
${latentColors(0, 0.94)}
@media (prefers-color-scheme:dark){:root{--page:#11151b;--card:#1a2028;--text:#e6eaf0;--quiet:#9aa6b5;--line:#303945;--grid:#262e38;--accent:#69b3f5;--target:#ff6fa5;--good:#63c98e;--bad:#ff8a80;--dim:#4b5663}
${latentColors(0.18, 1)}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
header,main,footer{max-width:1180px;margin:0 auto;padding:0 20px}
header{padding-top:32px}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 4px;overflow-wrap:anywhere}
h2{font-size:1.2rem;margin:36px 0 4px}
h3{font-size:1rem;margin:0}
p{margin:4px 0 12px;max-width:72ch}
.quiet,small,figcaption{color:var(--quiet)}
a{color:var(--accent)}
sub{line-height:0}
code{font-size:.9em;overflow-wrap:anywhere}
.lead{font-size:1.05rem}
.card,.facts{background:var(--card);border:1px solid var(--line);border-radius:10px}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(120px,1fr));gap:12px 24px;margin:20px 0;padding:16px 20px}
.facts div{min-width:0}
.facts .wide{grid-column:span 2}
dt{color:var(--quiet);font-size:.8rem}
dd{margin:0;font-weight:600;overflow-wrap:anywhere}
.scroll{position:relative;overflow-x:auto;-webkit-overflow-scrolling:touch}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
.designs{width:100%;font-size:.875rem}
.designs th,.designs td{padding:7px 12px;text-align:left;white-space:nowrap;border-bottom:1px solid var(--line)}
.designs thead th{color:var(--quiet);font-weight:600;font-size:.78rem;white-space:normal;vertical-align:bottom;line-height:1.3}
.designs tbody tr:last-child>*{border-bottom:0}
.designs tbody tr:hover>*{background:var(--grid)}
.designs tr>:nth-child(2){position:sticky;left:0;background:var(--card)}
.designs .number{text-align:right}
.passed{color:var(--good)}.failed{color:var(--bad)}
.funnel{width:100%;font-size:.9rem}
.funnel th,.funnel td{padding:3px 10px 3px 0;text-align:left;font-weight:400}
.funnel td:nth-child(2){text-align:right;width:1%;padding-right:12px}
.funnel th{width:1%;white-space:nowrap}
.funnel .bar span{display:block;height:12px;border-radius:3px;background:var(--dim)}
.funnel .sampled .bar span{background:var(--quiet)}.funnel .accepted .bar span{background:var(--accent)}
.funnel .accepted th,.funnel .accepted td{font-weight:600}
.pad{padding:14px 18px}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,340px),1fr));gap:16px;margin-top:12px}
.plots{grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr))}.plots figure{max-width:640px}
.small{grid-template-columns:repeat(auto-fill,minmax(min(100%,290px),1fr))}
figure{margin:0;padding:14px;min-width:0}
figcaption{font-size:.85rem;line-height:1.4}
figcaption h3{color:var(--text)}
svg{display:block;width:100%;height:auto;max-width:560px;margin:0 auto}
svg text{fill:var(--quiet);font-size:12.5px}
.plot .name{fill:var(--text);font-size:13.5px}
.plot path{fill:none}
svg .grid{stroke:var(--grid);stroke-width:1}
.axis{stroke:var(--quiet);stroke-width:1}
.dots path{stroke:var(--v);stroke-width:3.4;stroke-linecap:round;stroke-opacity:.75}
.dots .unknown{stroke:var(--dim)}
.plot rect{fill:var(--v)}
.plot .design{fill:var(--target);stroke:#fff;stroke-width:1.4}
.plot .allowed{fill:var(--target);fill-opacity:.1}
.target{stroke:var(--target);stroke-width:1.6;stroke-dasharray:5 3}
svg .target-name{fill:var(--target);font-weight:600}
.join{stroke:var(--dim);stroke-width:1.4}
.root{fill:var(--card);stroke:var(--quiet);stroke-width:1.3}
.predicted{fill:var(--accent)}
.key{display:inline-block;width:10px;height:10px;border-radius:50%;margin-right:5px}
.key.predicted{background:var(--accent)}.key.root{border:1.5px solid var(--quiet)}.key.design{border-radius:0;transform:rotate(45deg) scale(.85);background:var(--target)}
.keys{display:flex;flex-wrap:wrap;gap:2px 18px;font-size:.85rem;margin:0}
.structure{max-width:320px}
.structure circle{stroke:#0007;stroke-width:.6}
.structure .edge{stroke:var(--quiet);stroke-width:1.1;stroke-linecap:round}
.structure .lattice-vector{font-style:italic;font-size:14px}
.structure .elements text{fill:var(--text);font-size:13px}
.values{display:grid;grid-template-columns:auto 1fr;gap:0 12px;margin:6px 0 0;font-variant-numeric:tabular-nums}
.values dt{font-size:.85rem}.values dd{font-size:.85rem;font-weight:400;text-align:right;white-space:nowrap;color:var(--text)}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
footer{margin-top:40px;padding-top:16px;padding-bottom:40px;border-top:1px solid var(--line);font-size:.875rem;color:var(--quiet)}
@media (max-width:600px){header,main,footer{padding-left:14px;padding-right:14px}h1{font-size:1.4rem}.facts{grid-template-columns:repeat(2,1fr)}.facts .wide{grid-column:1/-1}.pad{padding:12px}figure{padding:10px 8px}figcaption{padding:0 6px}}
@media print{body{background:#fff}.card{break-inside:avoid}}
`;
}
