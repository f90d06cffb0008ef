/** The look of a report: light or dark as the reader's system is, and black on white on paper. */
export const style = `
:root { color-scheme: light dark; --back: #fff; --text: #1b1f24; --faint: #4b5560; --line: #c9d0d8; --card: #f5f7f9;
  --link: #0550ae; }
@media (prefers-color-scheme: dark) { :root { --back: #14181d; --text: #e6e8ea; --faint: #aeb7c1; --line: #3b444e;
  --card: #1d2329; --link: #8cc2ff; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem 1.5rem 3rem; background: var(--back); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
main:focus { outline: none; }
code { font: 0.92em/1.4 ui-monospace, monospace; }
h1 { margin: 0.5rem 0 0; font-size: 1.7rem; }
h2 { margin: 2rem 0 0.6rem; font-size: 1.3rem; border-bottom: 1px solid var(--line); }
h2 small { color: var(--faint); font-size: 0.9rem; font-weight: normal; }
h3 { margin: 0; font-size: 1rem; }
p { margin: 0.3rem 0; }
.about, footer { color: var(--faint); }
.summary { font-size: 1.1rem; font-weight: 600; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--back); padding: 0.4rem; }
.tiles, nav ul { display: flex; flex-wrap: wrap; gap: 0.6rem 1rem; list-style: none; margin: 0.8rem 0; padding: 0; }
.tile { border: 1px solid var(--line); border-left-width: 6px; border-radius: 6px; padding: 0.3rem 0.8rem; }
.tile strong { font-size: 1.4rem; }
.items, .timeline { list-style: none; margin: 0; padding: 0; }
.item { background: var(--card); border: 1px solid var(--line); border-left-width: 6px; border-radius: 6px;
  margin: 0.6rem 0; padding: 0.6rem 0.9rem; break-inside: avoid; }
.item:target { outline: 3px solid var(--link); }
.badge { color: #fff; border-radius: 4px; padding: 0.05rem 0.5rem; font-size: 0.85rem; }
.badge.error { background: #a3241c; } .badge.warning { background: #7a4d00; } .badge.note { background: #345480; }
.badge.waived { background: #555c64; } .badge.delete { background: #a3241c; }
.badge.update { background: #7a4d00; } .badge.create { background: #1a6431; }
.error, .delete { border-left-color: #c9372c; } .warning, .update { border-left-color: #b57900; }
.note { border-left-color: #5b82b8; } .waived { border-left-color: #868e97; } .create { border-left-color: #2f9e51; }
dl { margin: 0.4rem 0 0; }
dt { white-space: nowrap; color: var(--faint); font-size: 0.85rem; }
dd { margin: 0; }
.values { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 0.6rem; }
.values > div { border: 1px solid var(--line); border-radius: 4px; padding: 0.3rem 0.6rem; background: var(--back);
  max-height: 16rem; overflow: auto; }
.facts { display: flex; flex-wrap: wrap; gap: 0.2rem 1.6rem; font-size: 0.9rem; }
.facts > div { display: flex; gap: 0.4rem; }
#filters { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: end;
  background: var(--back); border-bottom: 1px solid var(--line); padding: 0.6rem 0; }
#filters label { display: grid; font-size: 0.85rem; color: var(--faint); }
select, input, button { font: inherit; color: var(--text); background: var(--card); border: 1px solid var(--faint);
  border-radius: 4px; padding: 0.25rem 0.5rem; max-width: 16rem; }
.item { scroll-margin-top: 6rem; }
.timeline { border-left: 3px solid var(--line); padding-left: 1rem; }
.timeline li { margin: 0.5rem 0; }
.timeline time { display: inline-block; min-width: 12rem; color: var(--faint); }
.timeline a { margin-right: 0.6rem; }
.timeline span { margin-left: 0.6rem; }
figure { margin: 0.5rem 0; }
figcaption { color: var(--faint); }
.picture { overflow: auto; max-height: 80vh; border: 1px solid var(--line); border-radius: 6px; }
.picture svg { display: block; margin: 0 auto; }
.picture rect { fill: var(--card); stroke: var(--faint); }
.picture .marked rect { stroke-width: 2.5; stroke: var(--link); }
.picture text { fill: var(--text); font: 12px ui-monospace, monospace; text-anchor: middle; }
.picture .mark { font-size: 10px; }
.picture path { fill: none; stroke: var(--faint); }
.picture marker path { fill: var(--faint); stroke: none; }
@media print {
  :root { --back: #fff; --text: #000; --faint: #333; --card: #fff; --link: #000; }
  #filters, nav, .skip, .zoom { display: none !important; }
  .picture, .values > div { max-height: none; overflow: visible; }
  .picture svg { max-width: 100%; height: auto; }
  .badge { color: #000; background: none !important; border: 1px solid #000; }
}
`
