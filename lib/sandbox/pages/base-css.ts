/** The style sheet that all pages of the sandbox share: colors for light and dark, texts, fields and buttons. */
export const baseCss = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#161a22, #eceff5); --soft: light-dark(#4d5564, #a9b2c2);
  --line: light-dark(#dfe3e9, #2d333f); --edge: light-dark(#8b93a1, #6f798a);
  --wash: light-dark(#f5f6f8, #1f242e); --paper: light-dark(#fff, #191d25);
  --accent: light-dark(#1b4fd8, #8fb0ff); --accent-deep: light-dark(#163fb0, #b3c9ff);
  --on-accent: light-dark(#fff, #0d1530); --good: light-dark(#12704a, #6fd3a3); --good-wash: light-dark(#e4f4ec, #14301f);
  --bad: light-dark(#b3261e, #ff9b93); --bad-wash: light-dark(#fceceb, #3a1c1a);
  --note: light-dark(#6b4a00, #f2cf7c); --note-wash: light-dark(#fff5d9, #33290f);
}
.light { color-scheme: light; }
.dark { color-scheme: dark; }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; color: var(--ink); font: 16px/1.5 Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  font-variant-numeric: tabular-nums; -webkit-font-smoothing: antialiased; }
h1, h2, h3, p, dl, dd, ul { margin: 0; padding: 0; list-style: none; overflow-wrap: anywhere; text-wrap: pretty; }
h1 { font-size: 22px; font-weight: 680; line-height: 1.25; letter-spacing: -0.018em; text-wrap: balance; }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.soft { color: var(--soft); font-size: 13px; }
.panel { padding: 20px; border: 1px solid var(--line); border-radius: 14px; background: var(--paper); }
.badge { flex: none; padding: 2px 9px; border-radius: 99px; background: var(--wash); color: var(--soft);
  font-size: 12px; font-weight: 620; white-space: nowrap; }
.apart { margin-top: 12px; }
.box { padding: 11px 14px; border-radius: 10px; font-size: 14px; line-height: 1.45; }
.box:empty { margin: 0; padding: 0; box-shadow: none; }
[data-kind="good"] { background: var(--good-wash); color: var(--good); }
[data-kind="bad"] { background: var(--bad-wash); color: var(--bad); }
[data-kind="note"] { background: var(--note-wash); color: var(--note); }

label { display: block; margin-bottom: 6px; font-size: 14px; font-weight: 600; }
.field { min-width: 0; margin-bottom: 16px; }
.field .soft { margin-top: 6px; }
.pair { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; align-items: end; gap: 14px; }
input, select { width: 100%; height: 46px; padding: 0 14px; border: 1px solid var(--edge); border-radius: 10px;
  background-color: var(--paper); color: var(--ink); font: inherit; }
select { appearance: none; padding-right: 34px; text-overflow: ellipsis; background-size: 5px 5px;
  background-repeat: no-repeat; background-position: right 17px center, right 12px center; background-image:
  linear-gradient(45deg, transparent 50%, var(--soft) 50%), linear-gradient(-45deg, transparent 50%, var(--soft) 50%); }
input[aria-invalid], input[aria-invalid]:focus-visible { border-color: var(--bad); }
.problem { margin-bottom: 16px; }

button { font: inherit; cursor: pointer; }
.primary, .secondary, .quiet { display: inline-flex; align-items: center; justify-content: center; gap: 10px;
  min-height: 44px; padding: 8px 18px; border: 1px solid transparent; border-radius: 10px; font-weight: 640; }
.primary { background: var(--accent); color: var(--on-accent); box-shadow: 0 1px 2px rgba(18, 32, 80, 0.24); }
.primary:hover { background: var(--accent-deep); }
.secondary { border-color: var(--edge); background: var(--paper); color: var(--ink); }
.quiet { background: none; color: var(--soft); font-weight: 550; }
.secondary:hover, .quiet:hover, .close:hover { background: var(--wash); color: var(--ink); }
:focus-visible { outline: 3px solid color-mix(in srgb, var(--accent) 50%, transparent); outline-offset: 2px; }
input:focus-visible, select:focus-visible { outline-offset: 0; border-color: var(--accent); }
/* Where colors and shadows are the reader's own, an edge is left. */
@media (forced-colors: active) { .sheet, .box:not(:empty), .badge, .medal, .close { border: 1px solid; } }
`;
