/** The style sheet of the sandbox's own page: the colors and shapes of the checkout, light and dark. */
export const consoleCss = `
:root {
  color-scheme: light dark;
  --ink: #161a22; --soft: #4d5564; --line: #dfe3e9; --edge: #8b93a1; --wash: #f5f6f8; --paper: #fff; --hover: #eceff4;
  --accent: #1b4fd8; --accent-deep: #163fb0; --accent-wash: #e9eefc; --on-accent: #fff;
  --good: #12704a; --good-wash: #e4f4ec; --bad: #b3261e; --bad-wash: #fceceb;
  --note: #6b4a00; --note-wash: #fff5d9; --note-line: #f0dca3;
  --shadow: 0 1px 2px rgba(18, 24, 40, 0.05);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #eceff5; --soft: #a9b2c2; --line: #2d333f; --edge: #6f798a; --wash: #11141a; --paper: #191d25; --hover: #242a35;
    --accent: #8fb0ff; --accent-deep: #b3c9ff; --accent-wash: #1f2a47; --on-accent: #0d1530;
    --good: #6fd3a3; --good-wash: #14301f; --bad: #ff9b93; --bad-wash: #3a1c1a;
    --note: #f2cf7c; --note-wash: #33290f; --note-line: #5c4a1a;
    --shadow: none;
  }
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 76px; }
body { margin: 0; background: var(--wash); color: var(--ink);
  font: 15px/1.5 "Inter", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  -webkit-font-smoothing: antialiased; font-variant-numeric: tabular-nums; }
h1, h2, h3, p, dl, dd, ul { margin: 0; padding: 0; list-style: none; }
code { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }

.top { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; align-items: center; gap: 8px 12px; max-width: 1280px; margin: 0 auto;
  padding: 18px 16px 12px; }
.top img { display: block; }
h1 { font-size: 22px; font-weight: 680; line-height: 1.25; letter-spacing: -0.018em; }
.top .lead { grid-column: 1 / -1; color: var(--soft); font-size: 14px; text-wrap: pretty; }
.live { display: inline-flex; align-items: center; gap: 8px; padding: 5px 12px; border-radius: 99px; font-size: 13px; font-weight: 600;
  background: var(--note-wash); color: var(--note); }
.live::before { content: ""; flex: none; width: 8px; height: 8px; border-radius: 50%; background: currentColor; }
.live[data-state="live"] { background: var(--good-wash); color: var(--good); }
.live[data-state="live"]::before { animation: breathe 2.4s ease-in-out infinite; }
.live[data-state="lost"] { background: var(--bad-wash); color: var(--bad); }
@keyframes breathe { 50% { opacity: 0.35; } }
@media (prefers-reduced-motion: reduce) { .live[data-state="live"]::before { animation: none; } }

.counts { position: sticky; top: 0; z-index: 2; background: var(--wash); border-bottom: 1px solid var(--line);
  display: flex; overflow-x: auto; padding: 8px max(12px, calc((100% - 1256px) / 2)); }
.counts a { flex: 1 0 auto; display: flex; flex-direction: column-reverse; justify-content: flex-end; min-width: 64px; min-height: 48px; padding: 4px 8px; border-radius: 10px; color: var(--soft); font-size: 13px;
  line-height: 1.35; text-decoration: none; white-space: nowrap; }
.counts a:hover { background: var(--hover); color: var(--ink); }
.counts strong { color: var(--ink); font-size: 18px; font-weight: 660; letter-spacing: -0.01em; line-height: 1.25; }
[data-faulty] .counts a[href="#faults"], [data-open] .counts a[href="#paywall"] { background: var(--note-wash); color: var(--note); }
[data-faulty] .counts a[href="#faults"] strong, [data-open] .counts a[href="#paywall"] strong { color: var(--note); }
.state { padding: 10px 14px; border-radius: 10px; background: var(--good-wash); color: var(--good); font-size: 14px; text-wrap: pretty; }
[data-open] .state { background: var(--note-wash); color: var(--note); }

main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; max-width: 1280px; margin: 0 auto; padding: 16px 12px 72px; }
.column { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; align-content: start; }
.panel { padding: 18px 16px; background: var(--paper); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); }
.panel-head { display: flex; align-items: center; justify-content: space-between; gap: 12px; min-height: 44px; margin-bottom: 6px; }
h2 { font-size: 17px; font-weight: 660; letter-spacing: -0.012em; border-radius: 6px; }
.empty { padding: 14px 16px; border: 1px dashed var(--line); border-radius: 10px; color: var(--soft); font-size: 14px; text-wrap: pretty; }
.more { padding-top: 12px; color: var(--soft); font-size: 13px; }

.list > li { border-top: 1px solid var(--line); }
.list > li:first-child { border-top: 0; }
.customer { padding: 14px 0; }
.customer:last-child { padding-bottom: 2px; }
.customer-head { display: flex; align-items: flex-start; justify-content: space-between; gap: 12px; }
.customer-head > div { min-width: 0; }
h3 { font-size: 15px; font-weight: 620; overflow-wrap: anywhere; }
.inline-facts { display: flex; flex-wrap: wrap; gap: 0 16px; color: var(--soft); font-size: 13px; }
.inline-facts div { display: flex; gap: 5px; min-width: 0; }
.inline-facts dt { flex: none; }
.inline-facts dt::after { content: ":"; }
.inline-facts dd { min-width: 0; color: var(--ink); overflow-wrap: anywhere; }
.purchases { margin-top: 10px; padding: 2px 6px 2px 12px; background: var(--wash); border-radius: 10px; }
.purchase { display: flex; align-items: center; gap: 4px 12px; padding: 4px 0; }
.purchase + .purchase { border-top: 1px solid var(--line); }
.purchase code { flex: none; max-width: 45%; font-weight: 600; }
.purchase-details { flex: 1; min-width: 0; color: var(--soft); font-size: 13px; overflow-wrap: anywhere; }

.row { display: flex; align-items: center; gap: 12px; min-height: 48px; padding: 2px 0; }
.row-text { flex: 1; min-width: 0; overflow-wrap: anywhere; font-size: 14px; }
.row-text strong { font-weight: 620; }
#tokens-list .row { display: grid; grid-template-columns: minmax(0, 1fr) auto auto; gap: 0; padding: 6px 0; }
#tokens-list code { grid-area: 2 / 1; color: var(--soft); }
#tokens-list .badge, #tokens-list .small { grid-row: 1 / span 2; margin-left: 8px; }
#tokens-list .small { margin-left: 2px; padding-inline: 8px; }
#tokens-list .row-text { grid-area: 1 / 1; }
.row-sub { display: block; color: var(--soft); font-size: 13px; }
.list > li.fault { margin-bottom: 8px; padding: 4px 6px 4px 14px; background: var(--note-wash); border: 1px solid var(--note-line); border-radius: 10px; }
.fault .row-text strong, .fault .row-sub { color: var(--note); }
.badge { flex: none; padding: 2px 9px; border-radius: 99px; background: var(--wash); color: var(--soft); font-size: 12px; font-weight: 620; white-space: nowrap; }
.badge[data-kind="good"] { background: var(--good-wash); color: var(--good); }
.badge[data-kind="bad"] { background: var(--bad-wash); color: var(--bad); }
.badge[data-kind="note"] { background: var(--note-wash); color: var(--note); }
.request { display: grid; grid-template-columns: 48px minmax(0, 1fr) auto; align-items: center; gap: 1px 12px; padding: 9px 0; }
.request { cursor: pointer; border-radius: 8px; list-style: none; }
.request::-webkit-details-marker { display: none; }
.request:hover { background: var(--hover); }
.request > .badge { text-align: center; }
.when { display: flex; gap: 10px; color: var(--soft); font-size: 12.5px; white-space: nowrap; }
.exchange { padding: 2px 0 14px; }
.exchange h3 { color: var(--soft); font-size: 13px; }
pre { margin: 4px 0 10px; padding: 10px 12px; border-radius: 10px; background: var(--wash); font: 12.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.customer-buttons { display: flex; flex: none; gap: 4px; }
#confirm-text { margin-bottom: 18px; color: var(--soft); }
.request .row-text { display: flex; flex-wrap: wrap; align-items: center; gap: 0 8px; }
.request code { grid-column: 1 / -1; color: var(--soft); font-size: 12px; word-break: break-all; }
.meaning { color: var(--soft); font-size: 13px; }
time { color: var(--soft); font-size: 12.5px; }
#requests-list { max-height: 560px; overflow-y: auto; margin-right: -10px; padding-right: 10px; border-radius: 6px; }

.facts { font-size: 14px; }
.facts div { padding: 7px 0; border-top: 1px solid var(--line); }
.facts div:first-child { border-top: 0; padding-top: 0; }
.facts dt { color: var(--soft); font-size: 13px; }
.facts dd { overflow-wrap: anywhere; }

.field { min-width: 0; margin-bottom: 14px; }
.pair { display: flex; align-items: end; gap: 12px; }
.pair > .field { flex: 1 1 0; }
label { display: block; margin-bottom: 5px; font-size: 13px; font-weight: 600; }
.optional, .hint { color: var(--soft); font-size: 13px; font-weight: 400; }
.hint { margin-top: 5px; }
.field + .hint { margin: -8px 0 14px; }
input, select { width: 100%; height: 44px; padding: 0 12px; border: 1px solid var(--edge); border-radius: 10px; background-color: var(--paper);
  color: var(--ink); font: inherit; }
select { appearance: none; padding-right: 34px; text-overflow: ellipsis;
  background-image: linear-gradient(45deg, transparent 50%, var(--soft) 50%), linear-gradient(-45deg, transparent 50%, var(--soft) 50%);
  background-position: right 17px center, right 12px center; background-size: 5px 5px; background-repeat: no-repeat; }
input:hover, select:hover { border-color: var(--soft); }
.problem:not(:empty) { margin-bottom: 14px; padding: 10px 14px; border-radius: 10px; background: var(--bad-wash); color: var(--bad); font-size: 14px; }
noscript .problem:not(:empty) { margin: 16px; }

button { font: inherit; cursor: pointer; }
.primary, .secondary, .quiet, .small { display: inline-flex; align-items: center; justify-content: center; flex: none; min-height: 44px;
  padding: 6px 16px; border: 1px solid transparent; border-radius: 10px; font-weight: 620; white-space: nowrap; }
.primary { background: var(--accent); color: var(--on-accent); }
.primary:hover { background: var(--accent-deep); }
.secondary { background: var(--paper); border-color: var(--line); color: var(--accent); font-size: 14px; }
.secondary:hover, .small:hover { background: var(--accent-wash); }
.small { min-height: 44px; padding: 4px 10px; background: none; color: var(--accent); font-size: 13.5px; }
.fault .small { color: var(--note); text-decoration: underline; text-underline-offset: 3px; }
.fault .small:hover { background: none; color: var(--ink); }
.quiet { background: none; color: var(--soft); }
.quiet:hover { background: var(--hover); color: var(--ink); }
:focus-visible { outline: 3px solid color-mix(in srgb, var(--accent) 55%, transparent); outline-offset: 2px; }
input:focus-visible, select:focus-visible { outline-offset: 0; border-color: var(--accent); }
input[aria-invalid], input[aria-invalid]:focus-visible { border-color: var(--bad); }
#fault-form, #metering-form { margin-top: 16px; padding-top: 16px; border-top: 1px solid var(--line); }
#fault-form .primary, #metering-form .primary { width: 100%; }
#metering-form h3 { margin-bottom: 10px; }
#views-reset-row, #reset-row, #clock .buttons { margin-top: 12px; }

dialog { width: calc(100% - 24px); max-width: 460px; padding: 24px 20px; border: 1px solid var(--line); border-radius: 18px; background: var(--paper);
  color: var(--ink); box-shadow: 0 24px 70px rgba(6, 10, 22, 0.34); }
dialog::backdrop { background: rgba(10, 14, 24, 0.55); }
dialog h2 { margin-bottom: 18px; font-size: 20px; overflow-wrap: anywhere; }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 4px; }
.buttons .primary { flex: 1; }

.toast { position: fixed; z-index: 3; left: 12px; right: 12px; bottom: 16px; width: fit-content; max-width: 560px; margin: 0 auto; padding: 11px 18px;
  border-radius: 12px; background: var(--ink); color: var(--paper); font-size: 14px; overflow-wrap: anywhere; pointer-events: none;
  box-shadow: 0 8px 30px rgba(6, 10, 22, 0.28); }
.toast:empty { opacity: 0; padding: 0; }

@media (min-width: 960px) {
  .top { padding: 28px 24px 16px; gap: 0 14px; }
  .top img { grid-row: span 2; }
  .top .lead { grid-column: 2; grid-row: 2; }
  .live { grid-row: span 2; }
  .counts { padding: 8px max(14px, calc((100% - 1252px) / 2)); gap: 4px; }
  .counts a { flex: 0 0 auto; flex-direction: row; align-items: baseline; gap: 7px; padding: 9px 14px; min-height: 44px; font-size: 14px; }
  main { grid-template-columns: minmax(0, 1fr) 452px; gap: 20px; padding: 20px 24px 72px; }
  .column { gap: 20px; }
  .panel { padding: 20px 24px 22px; }
  .request code { grid-column: 2 / -1; }
  #requests-list { max-height: 720px; }
  dialog { padding: 28px; }
}
@media (min-width: 960px) and (pointer: fine) {
  .secondary, .small { min-height: 36px; padding-block: 4px; }
  .panel-head { min-height: 36px; margin-bottom: 10px; }
  .row { min-height: 44px; }
}
@media (max-width: 480px) {
  .customer-head { flex-wrap: wrap; }
  .customer-head > div:first-child { flex-basis: 100%; }
  .purchase { flex-wrap: wrap; padding: 6px 0; }
  .purchase code { max-width: none; flex: 1 1 30%; }
  .purchase-details { order: 3; flex-basis: 100%; margin-top: -6px; }
}
`;
