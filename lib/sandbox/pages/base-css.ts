/** The style sheet that all pages of the sandbox share: colors for light and dark, texts, fields and buttons. */
export const baseCss = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#161a22, #eceff5); --soft: light-dark(#4d5564, #a9b2c2);
  --line: light-dark(#dfe3e9, #2d333f); --edge: light-dark(#8b93a1, #6f798a); --edge-deep: light-dark(#5d6675, #98a2b3);
  --wash: light-dark(#f5f6f8, #1f242e); --paper: light-dark(#fff, #191d25);
  --accent: light-dark(#1b4fd8, #8fb0ff); --accent-deep: light-dark(#163fb0, #b3c9ff); --accent-wash: light-dark(#e9eefc, #1f2a47);
  --accent-busy: light-dark(#5876c9, #7f95c9); --on-accent: light-dark(#fff, #0d1530);
  --good: light-dark(#12704a, #6fd3a3); --good-wash: light-dark(#e4f4ec, #14301f);
  --bad: light-dark(#b3261e, #ff9b93); --bad-wash: light-dark(#fceceb, #3a1c1a);
  --note: light-dark(#6b4a00, #f2cf7c); --note-wash: light-dark(#fff5d9, #33290f); --note-line: light-dark(#f0dca3, #5c4a1a);
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
}
.light { color-scheme: light; }
.dark { color-scheme: dark; }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; color: var(--ink); -webkit-font-smoothing: antialiased;
  font: 16px/1.5 "Inter", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1, h2, h3, p, dl, dd, ul { margin: 0; padding: 0; list-style: none; }
h1 { font-size: 22px; font-weight: 680; line-height: 1.25; letter-spacing: -0.018em; text-wrap: balance; }
dd, button, input { font-variant-numeric: tabular-nums; }
.good { background: var(--good-wash); color: var(--good); }
.bad { background: var(--bad-wash); color: var(--bad); }
.badge { flex: none; padding: 2px 9px; border-radius: 99px; background: var(--wash); color: var(--soft); font-size: 12px; font-weight: 620;
  white-space: nowrap; }
.badge.good { background: var(--good-wash); color: var(--good); }

label { display: block; margin-bottom: 6px; font-size: 14px; font-weight: 600; }
.field { min-width: 0; margin-bottom: 16px; }
.hint { margin-top: 6px; color: var(--soft); font-size: 13px; }
input, select { width: 100%; height: 48px; padding: 0 14px; border: 1px solid var(--edge); border-radius: 10px; background-color: var(--paper);
  color: var(--ink); font: inherit; }
select { appearance: none; padding-right: 34px; text-overflow: ellipsis; background-size: 5px 5px; background-repeat: no-repeat;
  background-image: linear-gradient(45deg, transparent 50%, var(--soft) 50%), linear-gradient(-45deg, transparent 50%, var(--soft) 50%);
  background-position: right 17px center, right 12px center; }
input:hover, select:hover { border-color: var(--edge-deep); }
input[aria-invalid], input[aria-invalid]:focus-visible { border-color: var(--bad); }
.problem:not(:empty) { margin-bottom: 16px; padding: 11px 14px; border-radius: 10px; background: var(--bad-wash); color: var(--bad);
  font-size: 14px; line-height: 1.45; }

button { font: inherit; cursor: pointer; }
.primary, .secondary, .quiet { display: inline-flex; align-items: center; justify-content: center; gap: 10px; min-height: 44px; padding: 8px 18px;
  border: 1px solid transparent; border-radius: 10px; font-weight: 640; }
.primary { background: var(--accent); color: var(--on-accent); box-shadow: 0 1px 2px rgba(18, 32, 80, 0.24); }
.primary:hover { background: var(--accent-deep); }
.secondary { border-color: var(--edge); background: var(--paper); color: var(--ink); }
.secondary:hover { background: var(--wash); }
.quiet { background: none; color: var(--soft); font-weight: 550; }
.quiet:hover { background: var(--wash); color: var(--ink); }
[aria-busy="true"] > .primary, .primary[aria-disabled] { background: var(--accent-busy); cursor: progress; }
:focus-visible { outline: 3px solid color-mix(in srgb, var(--accent) 50%, transparent); outline-offset: 2px; }
h1:focus-visible, h2:focus-visible { outline: 0; }
input:focus-visible, select:focus-visible { outline-offset: 0; border-color: var(--accent); }
`;
