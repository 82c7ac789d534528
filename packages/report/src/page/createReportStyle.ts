import { latentColorCount } from "../color/latentColorCount.ts";
import { viridis } from "../color/viridis.ts";

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
 * @returns CSS without any address; what is of class `scripted` shows only once the script runs
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
:root{color-scheme:light dark;--page:#f4f5f8;--card:#fff;--text:#171d27;--quiet:#566172;--line:#dce1e8;--grid:#eceff3;--soft:#e8f0f9;--accent:#0b5cad;--target:#b8145a;--good:#12693a;--bad:#b3261e;--dim:#c3c9d1;--lost:#e9b9b4;--shadow:0 1px 2px #1018280d,0 4px 16px #1018280a}
${latentColors(0, 0.94)}
@media (prefers-color-scheme:dark){:root{--page:#0f1319;--card:#181e27;--text:#e8ecf2;--quiet:#9fabbb;--line:#2c3541;--grid:#242c37;--soft:#1b2c40;--accent:#74b8f7;--target:#ff7cad;--good:#6ad097;--bad:#ff9188;--dim:#4b5663;--lost:#6b3b3a;--shadow:none}
${latentColors(0.18, 1)}}
*{box-sizing:border-box}
[hidden]{display:none!important}
html{-webkit-text-size-adjust:100%;scroll-padding-top:12px}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:break-word}
header,main,footer{max-width:1180px;margin:0 auto;padding:0 20px}
header{padding-top:40px}
.kicker{margin:0 0 6px;color:var(--accent);font-size:.8rem;font-weight:650;letter-spacing:.07em;text-transform:uppercase}
h1{font-size:clamp(1.45rem,1.1rem + 1.7vw,2.1rem);line-height:1.18;letter-spacing:-.015em;margin:0 0 14px;overflow-wrap:anywhere;text-wrap:balance}
h2{font-size:1.25rem;letter-spacing:-.01em;margin:44px 0 6px}
h3{font-size:1rem;margin:22px 0 4px}
p{margin:4px 0 12px;max-width:72ch}
.quiet,small{color:var(--quiet)}
a{color:var(--accent);text-underline-offset:2px}
sub{line-height:0}
code{font:.92em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.lead{font-size:1.08rem;text-wrap:pretty}
.targets{display:flex;flex-wrap:wrap;gap:8px;margin:0 0 18px;padding:0;list-style:none}
.targets li{padding:3px 12px;border-radius:99px;background:var(--soft);color:var(--text);font-weight:600}
.card,.facts{background:var(--card);border:1px solid var(--line);border-radius:14px;box-shadow:var(--shadow)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:12px 24px;margin:0;padding:16px 20px}
.facts div{min-width:0}
dt{color:var(--quiet);font-size:.8rem}
dd{margin:0;font-weight:600;overflow-wrap:anywhere}
.card.scroll{border-radius:14px}.pad{padding:16px 20px}
.scroll{position:relative;overflow-x:auto;-webkit-overflow-scrolling:touch;border-radius:inherit}
button,select,input[type=search]{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:9px;padding:6px 12px;min-height:40px;max-width:100%}
button{cursor:pointer}
button:hover{border-color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.tools{display:flex;flex-wrap:wrap;align-items:center;gap:8px;margin:10px 0}
.tools input[type=search]{flex:1 1 180px;min-width:0}
.tools label{display:flex;align-items:center;gap:6px}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
.number{text-align:right!important}
.designs{width:100%;font-size:.9rem}
.designs th,.designs td{padding:8px 12px;text-align:left;white-space:nowrap;border-bottom:1px solid var(--line)}
.designs thead th{color:var(--quiet);font-weight:600;font-size:.8rem;white-space:normal;vertical-align:bottom;line-height:1.3}
.designs thead button{all:unset;cursor:pointer;display:inline-block;padding:4px 0}
.designs thead button:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}
.designs thead button:hover{color:var(--text)}
.designs thead button::after{content:"↕";margin-left:4px;opacity:.4}
.designs [aria-sort=ascending] button::after{content:"↑";opacity:1;color:var(--accent)}
.designs [aria-sort=descending] button::after{content:"↓";opacity:1;color:var(--accent)}
.designs tbody tr:last-child>*{border-bottom:0}
.designs tbody tr:hover>*,.designs tbody tr.chosen>*{background:var(--soft)}
.designs tr>:nth-child(2){position:sticky;left:0;background:var(--card)}
.pick{min-height:0;padding:2px 10px;border-radius:7px;font-weight:600;color:var(--accent);background:none}
.file{display:inline-block;padding:2px 0;margin-right:6px}
.passed{color:var(--good)}.failed{color:var(--bad)}
.funnel,.rates{width:100%;font-size:.92rem}
.funnel th,.funnel td,.rates th,.rates td{padding:5px 12px 5px 0;text-align:left;font-weight:400}
.funnel thead th,.rates thead th{color:var(--quiet);font-size:.8rem;font-weight:600}
.funnel thead th:nth-child(n+2),.rates thead th{text-align:right}
.funnel th{width:1%;white-space:nowrap}.funnel td.number{width:1%;white-space:nowrap}
.funnel .bar{padding-right:0;min-width:60px;white-space:nowrap;font-size:0}
.funnel .bar span{display:inline-block;height:14px;background:var(--dim)}
.funnel .bar .kept{border-radius:4px 0 0 4px}.funnel .bar .lost{background:var(--lost);border-radius:0 4px 4px 0}
.funnel .accepted .kept,.rates .meter span{background:var(--accent)}
.funnel .sampled>*,.funnel .accepted>*{font-weight:650}
.rates th[scope=row]{white-space:nowrap}
.rate{white-space:nowrap}
.meter{display:inline-block;width:64px;height:8px;margin-right:8px;border-radius:4px;background:var(--grid);overflow:hidden;vertical-align:1px}
.meter span{display:block;height:100%}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,340px),1fr));gap:16px;margin-top:12px}
.plots{grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr))}.plots figure{max-width:640px}
.small{grid-template-columns:repeat(auto-fill,minmax(min(100%,270px),1fr))}
figure{margin:0;min-width:0}
figure.card{padding:14px}
figcaption{font-size:.9rem;line-height:1.4;color:var(--quiet)}
figcaption h3,figcaption strong{color:var(--text);margin:0}
.viewer{padding:14px 18px}
.viewer select{flex:0 1 240px;min-width:0}
.stages{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr) minmax(280px,.75fr);gap:14px 20px;align-items:start}
.stage{position:relative;width:100%;height:340px;margin-top:6px;border-radius:10px;background:radial-gradient(circle at 50% 40%,var(--card),var(--grid));overflow:hidden;cursor:grab}
.stage canvas{border-radius:10px}
.details dl{margin-top:4px}.details .values{gap:2px 8px}.details .values dd{white-space:normal}.legend{display:flex;flex-wrap:wrap;gap:4px 14px;margin:8px 0 0;padding:0;list-style:none;font-size:.9rem}
.legend .dot{display:inline-block;width:12px;height:12px;margin-right:6px;border-radius:50%;vertical-align:-1px;box-shadow:inset 0 0 0 1px #0004}
.details .file{padding:6px 14px;margin:0 4px 6px 0;border:1px solid var(--line);border-radius:9px;text-decoration:none}
.hint{margin-bottom:0;font-size:.85rem}
#viewer-touch{display:none}
@media (pointer:coarse){#viewer-touch{display:inline-block}#viewer-touch[aria-pressed=true]{background:var(--soft);border-color:var(--accent)}.viewer:not(.touchable) .stage canvas{pointer-events:none}}
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
.plot .design.chosen{stroke:var(--text);stroke-width:2.4}
.plot [data-pick]{cursor:pointer}
.plot g.chosen text{fill:var(--text);font-weight:700}
.plot .allowed{fill:var(--target);fill-opacity:.1}
.target{stroke:var(--target);stroke-width:1.6;stroke-dasharray:5 3}
svg .target-name{fill:var(--target);font-weight:600}
.join{stroke:var(--dim);stroke-width:1.4}
.root{fill:var(--card);stroke:var(--quiet);stroke-width:1.3}
.predicted{fill:var(--accent)}
.key{display:inline-block;width:10px;height:10px;border-radius:50%;margin-right:5px}
.key.predicted{background:var(--accent)}.key.root{border:1.5px solid var(--quiet)}.key.design{border-radius:0;transform:rotate(45deg) scale(.85);background:var(--target)}
.keys{display:flex;flex-wrap:wrap;gap:2px 18px;font-size:.9rem;margin:0}
.structure{max-width:280px}
.structure circle{stroke:#0007;stroke-width:.6}
.structure .edge{stroke:var(--quiet);stroke-width:1.1;stroke-linecap:round}
.structure .lattice-vector{font-style:italic;font-size:14px}
.structure .elements text{fill:var(--text);font-size:13px}
.values{display:grid;grid-template-columns:auto minmax(0,1fr);gap:2px 12px;margin:6px 0 0;font-variant-numeric:tabular-nums}
.values dt{font-size:.88rem}.values dd{font-size:.88rem;font-weight:500;white-space:nowrap;text-align:right;color:var(--text)}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
footer{margin-top:48px;padding-top:18px;padding-bottom:48px;border-top:1px solid var(--line);font-size:.88rem;color:var(--quiet)}
html:not([data-ready]) .scripted{display:none}
@media (max-width:900px){.stages{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}.details{grid-column:1/-1}}
@media (max-width:600px){header,main,footer{padding-left:14px;padding-right:14px}header{padding-top:24px}h2{margin-top:34px}.facts{grid-template-columns:repeat(2,minmax(0,1fr))}.pad,.viewer{padding:12px 14px}figure.card{padding:10px 8px}.stages{grid-template-columns:minmax(0,1fr)}.stage{height:280px}.funnel,.rates{font-size:.86rem}.funnel th,.rates th[scope=row]{white-space:normal;min-width:84px}.funnel th{width:auto}.funnel .bar{width:26%;min-width:0}.meter{display:none}.small{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}.small .values{display:none}.values dd{white-space:normal}.small figcaption{text-align:center}}
@media print{:root{color-scheme:light;--page:#fff;--card:#fff;--text:#000;--quiet:#444;--line:#bbb;--grid:#e5e5e5;--accent:#0b5cad;--target:#b8145a;--soft:#fff;--shadow:none}body{font-size:10.5pt}header,main,footer{max-width:none;padding:0}.scripted,.hint{display:none!important}.card,figure,tr{break-inside:avoid}h2{break-after:avoid}.scroll{overflow:visible}.designs{font-size:7.5pt}.designs th,.designs td{padding:2px 5px;white-space:normal}.designs thead button::after{content:""}.pick{border:0;padding:0;color:inherit}a{color:inherit}}
`;
}
