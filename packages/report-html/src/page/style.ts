/**
 * The style of the page. Colours are variables, so that dark and print only name other ones. The dark ones are for screens
 * only, so paper has the light ones where it names none. Their contrast is that of WCAG AA, and a word or a shape says the same as
 * each colour.
 */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--card:#f6f8fa;--faster:#0063a6;--slower:#ad4700;--same:#00705a;--undecided:#5d636b;--invalid:#a1003f;--band:#e3ebe8;--warn:#fff1c9;--warn-ink:#4d3800;--encode:#b86a00;--transport:#3f7fb5;--decode:#00806a;--lateness:#a1003f;--reply:#8a4f9e;--c0:#0063a6;--c1:#ad4700;--c2:#00806a;--c3:#8a4f9e;--c4:#946200;--c5:#2f7fb8;--c6:#b0307a;--c7:#5d636b}
@media screen and (prefers-color-scheme:dark){:root{--paper:#0d1117;--ink:#e6edf3;--soft:#a3acb6;--line:#3a424c;--card:#161b22;--faster:#6cb6ff;--slower:#ff9a52;--same:#4fd1ac;--undecided:#a3acb6;--invalid:#ff85ab;--band:#1d3430;--warn:#3d2f00;--warn-ink:#ffe59a;--encode:#f0a347;--transport:#5b9bd5;--decode:#3fb89b;--lateness:#ff85ab;--reply:#c99ae0;--c0:#6cb6ff;--c1:#ff9a52;--c2:#4fd1ac;--c3:#c99ae0;--c4:#e3b341;--c5:#8fd0f5;--c6:#ff85ab;--c7:#a3acb6}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:56rem;padding:1.25rem 1rem 4rem;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--ink);background:var(--paper);overflow-wrap:anywhere}
h1{font-size:1rem;font-weight:600;color:var(--soft);margin:0 0 .75rem}
h2{font-size:1.25rem;margin:2.5rem 0 .5rem;padding-top:1rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:1.5rem 0 .25rem}
p{margin:.5rem 0}
.verdict{font-size:clamp(1.35rem,4.5vw,2rem);line-height:1.25;font-weight:700}
ul{padding-inline:1.4em}.verdict ul{margin:.25rem 0}.verdict p{margin:.25rem 0}
.gate{border-left:.4rem solid var(--own);padding:.1rem 1rem;margin:0 0 1rem}.answer{font-size:clamp(1.5rem,5vw,2.25rem);font-weight:700;line-height:1.2;color:var(--own)}.gate ul{list-style:none;padding:0}.gate li{margin:.6rem 0}.gate strong{color:var(--own)}
.long{font-size:clamp(1.1rem,3vw,1.35rem)}
.warnings{background:var(--warn);color:var(--warn-ink);border-left:.4rem solid currentColor;padding:.6rem 1rem;margin:1.25rem 0}
.warnings h2{border:0;padding:0;margin:0;font-size:1.05rem}
.each h2{border:0;padding:0;margin:1.25rem 0 0;font-size:1rem}
.soft,figcaption p{color:var(--soft)}
figure{margin:1rem 0 2rem}
.scroll{overflow-x:auto;max-width:100%}
:focus-visible{outline:2px solid var(--faster);outline-offset:2px}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line);text-align:right;vertical-align:top;overflow-wrap:normal}
th[scope=row]{font-weight:600}
th:first-child,.text,.texts :is(th,td){text-align:left}
.differs td{background:var(--band)}
summary{cursor:pointer;color:var(--soft);padding:.4rem 0}
pre,code{font:.9em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}pre code{font-size:1em}
pre{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.75rem;overflow-x:auto;white-space:pre-wrap}
nav ul,#adapters{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0;margin:.5rem 0}
nav{margin-top:1.5rem}nav a{display:inline-block;padding:.2rem 0}a{color:var(--faster)}
#adapters svg{display:inline;vertical-align:-2px}
button{font:inherit;font-size:.9rem;color:var(--ink);background:var(--card);border:1px solid var(--soft);border-radius:6px;padding:.25rem .75rem;min-height:1.75rem;cursor:pointer}
.beside{float:right;margin:.25rem 0 .25rem .75rem}.beside button{font-size:.8rem}figure>details>summary{font-size:.9rem}figure>details>.scroll{clear:both}
button:hover{background:var(--band)}button[aria-pressed=true]{border-color:var(--ink);box-shadow:inset 0 0 0 1px var(--ink)}
th button{border:0;background:none;padding:0 .1rem;font-weight:600;text-align:inherit}th button:after{content:" ↕";content:" ↕"/"";color:var(--soft)}
.tip{position:fixed;z-index:1;max-width:min(24rem,90vw);padding:.3rem .6rem;border-radius:6px;background:var(--ink);color:var(--paper);font-size:.9rem;pointer-events:none}
.unseen,.aside{position:absolute;left:-9999px}.unseen{width:1px;height:1px;overflow:hidden}
.dim{opacity:.15}.current{outline:2px solid var(--ink);outline-offset:1px}
.js .key[class*=" a"],.js :is([class^=a],[class*=" a"])>.name,.js .name>[class^=a]{cursor:pointer}
svg{display:block;font:13px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
svg text{fill:var(--ink);unicode-bidi:isolate}
.tick{text-anchor:middle;fill:var(--soft);font-size:12px}
.middle{text-anchor:middle}.said{text-anchor:end}.name{font-weight:600}.small{font-size:12px}
svg .name,svg .said{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
.grid{stroke:var(--line)}.one{stroke:var(--ink);stroke-width:1.5}.band{fill:var(--band)}
.faster{--own:var(--faster)}.slower{--own:var(--slower)}.same{--own:var(--same)}.undecided{--own:var(--undecided)}.invalid{--own:var(--invalid)}
.interval{stroke:var(--own);stroke-width:4}.open{stroke-dasharray:8 5}
circle{fill:var(--own);fill-opacity:.55}.estimate{fill:var(--paper);stroke:var(--own);stroke-width:2.5}
g .said{fill:var(--own,var(--ink))}
.turn{fill:none;stroke:var(--ink);stroke-width:2}.frame{stroke-dasharray:6 3}.turned{font-weight:600;paint-order:stroke;stroke:var(--paper);stroke-width:6px}
.limit{stroke:var(--slower);stroke-width:2;stroke-dasharray:6 3}.beyond{fill:var(--slower);fill-opacity:.1}
.cell{fill:var(--own);stroke:var(--line)}.same .cell{stroke:var(--same);stroke-width:2.5}
.undecided .cell,.invalid .cell{stroke:var(--own);stroke-dasharray:4 3}.undecided .cell{fill-opacity:.08}
.c0{--own:var(--c0)}.c1{--own:var(--c1)}.c2{--own:var(--c2)}.c3{--own:var(--c3)}.c4{--own:var(--c4)}.c5{--own:var(--c5)}.c6{--own:var(--c6)}.c7{--own:var(--c7)}
.d1{--dash:7 4}.d2{--dash:2 4}
.curve{fill:none;stroke:var(--own);stroke-width:2;stroke-dasharray:var(--dash,none)}.mark{fill:var(--own)}
.axis-name{text-anchor:middle;fill:var(--soft);font-size:12px}.tick-left{text-anchor:end;fill:var(--soft);font-size:12px}svg .soft{fill:var(--soft)}
.ends{stroke:var(--own);stroke-width:1.5}.half{stroke:var(--own);stroke-width:5;stroke-opacity:.6}.median{stroke:var(--ink);stroke-width:2;pointer-events:none}
.dots{stroke:var(--own);stroke-width:3;stroke-linecap:round;stroke-opacity:.8}.big{stroke-width:7}.level{stroke:var(--own)}
.fault{fill:none;stroke:var(--invalid);stroke-width:2}.drops{fill:var(--invalid)}
.encode{fill:var(--encode)}.transport{fill:var(--transport)}.decode{fill:var(--decode)}.lateness{fill:var(--lateness)}.reply{fill:var(--reply)}
.first{fill:var(--c0)}.second{fill:var(--c4)}.strip{fill:transparent}.strip:hover,.strip.current{fill:var(--ink);fill-opacity:.08}
@media (max-width:30rem){body{padding-inline:.75rem}table,th button{font-size:.75rem}th,td{padding-right:.35rem}.each th,.each td{padding-right:.25rem}th button{padding:0}th button:after{content:none}}
[aria-sort=ascending] button:after{content:" ▲";content:" ▲"/""}[aria-sort=descending] button:after{content:" ▼";content:" ▼"/""}
.once svg{width:100%;max-width:34rem;height:auto}
.wide{display:none}
@media (min-width:30rem){.narrow.fits svg{width:100%;max-width:30rem;height:auto}}
@media (min-width:54rem){.wide{display:block}.narrow{display:none}}
@media (forced-colors:active){:root{--ink:CanvasText;--soft:CanvasText;--line:CanvasText}.estimate{fill:Canvas}svg .name,svg .said{stroke:Canvas}g .said{fill:CanvasText}.band{fill:none;stroke:CanvasText;stroke-dasharray:2 3}.tip{border:1px solid}.differs td{outline:1px dashed}}
@media print{:root{--ink:#000;--soft:#444;--line:#bbb;--card:#fff;--undecided:#555;--warn:#fff;--warn-ink:#000}body{max-width:none;padding:0;font-size:11pt;print-color-adjust:exact}figure,.warnings,tr{break-inside:avoid}.scroll{overflow:visible}.wide{display:block}.narrow,.tools,.tip,nav,figure>details:not([open]){display:none}.scroll>svg{max-width:100%;height:auto}h2,h3,summary{break-after:avoid}pre{break-inside:avoid}
th button{all:unset;font-weight:600}th button:after{content:none}#adapters button{all:unset}}
`;
