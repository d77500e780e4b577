/** The style sheet of the console, after the one that all pages share. Phone first, two columns from 960 px on. */
export const consoleCss = `
html { scroll-padding-top: 84px; }
body { background: light-dark(#f5f6f8, #11141a); font-size: 15px; font-variant-numeric: tabular-nums; }
code { font: 13px/1.5 var(--mono); overflow-wrap: anywhere; }

.top { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; align-items: center; gap: 8px 12px; max-width: 1280px; margin: 0 auto;
  padding: 18px 16px 12px; }
.top img { display: block; }
.lead { grid-column: 1 / -1; color: var(--soft); font-size: 14px; text-wrap: pretty; }
.live { display: inline-flex; align-items: center; gap: 8px; padding: 5px 12px; border-radius: 99px; background: var(--note-wash); color: var(--note);
  font-size: 13px; font-weight: 600; }
.live::before { content: ""; flex: none; width: 8px; height: 8px; border-radius: 50%; background: currentColor; }
.live[data-state="live"] { background: var(--good-wash); color: var(--good); }
.live[data-state="lost"] { background: var(--bad-wash); color: var(--bad); }
@keyframes breathe { 50% { opacity: 0.35; } }
@media (prefers-reduced-motion: no-preference) { .live[data-state="live"]::before { animation: breathe 2.4s ease-in-out infinite; } }

main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; max-width: 1280px; margin: 0 auto; padding: 0 12px 72px; }
.counts { position: sticky; top: 0; z-index: 2; display: flex; gap: 2px; overflow-x: auto; margin: 0 -12px; padding: 8px 12px;
  background: light-dark(#f5f6f8, #11141a); border-bottom: 1px solid var(--line); }
.counts a { flex: 1 0 auto; display: flex; flex-direction: column-reverse; justify-content: flex-end; min-width: 64px; min-height: 48px;
  padding: 4px 8px; border-radius: 10px; color: var(--soft); font-size: 13px; line-height: 1.35; text-decoration: none; white-space: nowrap; }
.counts a:hover { background: light-dark(#e8ecf2, #242a35); color: var(--ink); }
.counts strong { color: var(--ink); font-size: 18px; font-weight: 660; letter-spacing: -0.01em; line-height: 1.25; }
.counts a[data-kind="note"], .counts a[data-kind="note"] strong { background: var(--note-wash); color: var(--note); }
.column { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; align-content: start; }
.panel { padding: 18px 16px; border: 1px solid var(--line); border-radius: 14px; background: var(--paper);
  box-shadow: 0 1px 2px light-dark(rgba(18, 24, 40, 0.05), transparent); }
.panel-head { display: flex; align-items: center; justify-content: space-between; gap: 12px; min-height: 44px; margin-bottom: 8px; }
h2 { border-radius: 6px; font-size: 17px; font-weight: 660; letter-spacing: -0.012em; }
h2:focus-visible { outline: 3px solid color-mix(in srgb, var(--accent) 50%, transparent); }
h3 { font-size: 15px; font-weight: 620; overflow-wrap: anywhere; }
.empty { padding: 14px 16px; border: 1px dashed var(--edge); border-radius: 10px; color: var(--soft); font-size: 14px; text-wrap: pretty; }
.more { padding-top: 12px; color: var(--soft); font-size: 13px; }

.list > li + li { border-top: 1px solid var(--line); }
.customer { padding: 14px 0; }
.customer:last-child { padding-bottom: 2px; }
.customer-head { display: flex; align-items: flex-start; justify-content: space-between; gap: 12px; }
.customer-head > div { min-width: 0; }
.customer-buttons { display: flex; flex: none; gap: 4px; }
.inline-facts { display: flex; flex-wrap: wrap; gap: 0 16px; color: var(--soft); font-size: 13px; }
.inline-facts div { display: flex; gap: 5px; min-width: 0; }
.inline-facts dt { flex: none; }
.inline-facts dt::after { content: ":"; }
.inline-facts dd { min-width: 0; color: var(--ink); overflow-wrap: anywhere; }
.purchases { margin-top: 10px; padding: 2px 6px 2px 12px; border-radius: 10px; background: var(--wash); }
.purchase { display: flex; align-items: center; gap: 4px 12px; padding: 4px 0; }
.purchase + .purchase { border-top: 1px solid var(--line); }
.purchase code { flex: none; max-width: 45%; font-weight: 600; }
.purchase-details { flex: 1; min-width: 0; color: var(--soft); font-size: 13px; overflow-wrap: anywhere; }

.row { display: flex; align-items: center; gap: 12px; min-height: 48px; padding: 4px 0; }
.row-text { flex: 1; min-width: 0; overflow-wrap: anywhere; font-size: 14px; }
.row-text strong { font-weight: 620; }
.row-sub { display: block; color: var(--soft); font-size: 13px; }
#tokens-list .row { display: grid; grid-template-columns: minmax(0, 1fr) auto auto; gap: 0 8px; padding: 6px 0; }
#tokens-list code { grid-area: 2 / 1; color: var(--soft); }
#tokens-list .row-text { grid-area: 1 / 1; }
#tokens-list .badge, #tokens-list form { grid-row: 1 / span 2; }
.list > li.fault { margin-bottom: 8px; padding: 4px 6px 4px 14px; border: 1px solid var(--note-line); border-radius: 10px; background: var(--note-wash); }
.fault .row-text strong, .fault .row-sub { color: var(--note); }
.state { padding: 10px 14px; border-radius: 10px; font-size: 14px; text-wrap: pretty; }
[data-kind="good"] { background: var(--good-wash); color: var(--good); }
[data-kind="bad"] { background: var(--bad-wash); color: var(--bad); }
[data-kind="note"] { background: var(--note-wash); color: var(--note); }
#requests-list { max-height: 560px; overflow-y: auto; margin-right: -10px; padding-right: 10px; border-radius: 6px; }
.request { display: grid; grid-template-columns: 48px minmax(0, 1fr) auto; align-items: center; gap: 1px 12px; padding: 9px 0; border-radius: 8px;
  cursor: pointer; list-style: none; }
.request::-webkit-details-marker { display: none; }
.request:hover { background: var(--wash); }
.request:focus-visible { outline-offset: -3px; }
.request > .badge { text-align: center; }
.request .row-text { display: flex; flex-wrap: wrap; align-items: center; gap: 0 8px; }
.request code { grid-column: 1 / -1; color: var(--soft); font-size: 12px; word-break: break-all; }
.meaning { color: var(--soft); font-size: 13px; }
.when { display: flex; gap: 10px; color: var(--soft); font-size: 12.5px; white-space: nowrap; }
.exchange { padding: 2px 0 14px; }
.exchange h3 { color: var(--soft); font-size: 13px; }
pre { margin: 4px 0 10px; padding: 10px 12px; border-radius: 10px; background: var(--wash); font: 12.5px/1.5 var(--mono);
  white-space: pre-wrap; overflow-wrap: anywhere; }
.facts { font-size: 14px; }
.facts div { padding: 7px 0; border-top: 1px solid var(--line); }
.facts div:first-child { border-top: 0; padding-top: 0; }
.facts dt { color: var(--soft); font-size: 13px; }
.facts dd { overflow-wrap: anywhere; }

input, select { height: 44px; padding: 0 12px; }
label { margin-bottom: 5px; font-size: 13px; }
.field { margin-bottom: 14px; }
.pair { display: flex; align-items: end; gap: 12px; }
.pair > .field { flex: 1 1 0; }
.optional { color: var(--soft); font-weight: 400; }
.field + .hint { margin: -8px 0 14px; }
.secondary { border-color: var(--line); color: var(--accent); font-size: 14px; white-space: nowrap; }
.secondary:hover, .small:hover { background: var(--accent-wash); }
.small { flex: none; min-height: 44px; padding: 4px 10px; border: 0; border-radius: 10px; background: none; color: var(--accent); font-size: 13.5px;
  font-weight: 620; white-space: nowrap; }
.fault .small { color: var(--note); text-decoration: underline; text-underline-offset: 3px; }
.fault .small:hover { background: none; color: var(--ink); }
.panel > .form { margin-top: 16px; padding-top: 16px; border-top: 1px solid var(--line); }
.panel > .form > .primary { width: 100%; }
.form h3 { margin-bottom: 10px; }
.apart { margin-top: 12px; }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 4px; }
.buttons .primary { flex: 1; }
#clock .buttons { margin-top: 12px; }
.form:has(#metering-activated > [value="false"]:checked) #metering-fields,
.form:not(:has(#fault-effect > [value="status"]:checked)) #fault-status-field,
.form:not(:has(#fault-effect > [value="delay"]:checked)) #fault-delay-field,
.form:not(:has(#fault-until > [value="times"]:checked)) #fault-times-field { display: none; }

dialog { width: calc(100% - 24px); max-width: 460px; padding: 24px 20px; border: 1px solid var(--line); border-radius: 18px; background: var(--paper);
  color: var(--ink); box-shadow: 0 24px 70px rgba(6, 10, 22, 0.34); }
dialog::backdrop { background: rgba(10, 14, 24, 0.55); }
dialog h2 { margin-bottom: 18px; font-size: 20px; overflow-wrap: anywhere; }
dialog form > p:not(.problem, .hint) { margin: -8px 0 18px; color: var(--soft); text-wrap: pretty; }
.toast { position: fixed; z-index: 3; inset: auto 12px 16px; width: fit-content; max-width: 560px; margin: 0 auto; padding: 11px 18px;
  border-radius: 12px; background: var(--ink); color: var(--paper); font-size: 14px; overflow-wrap: anywhere; pointer-events: none;
  box-shadow: 0 8px 30px rgba(6, 10, 22, 0.28); }
.toast:empty { opacity: 0; padding: 0; }

@media (min-width: 960px) {
  .top { padding: 28px 24px 16px; gap: 0 14px; }
  .top img, .live { grid-row: span 2; }
  .lead { grid-area: 2 / 2; }
  main { grid-template-columns: minmax(0, 1fr) 452px; gap: 20px; padding: 0 24px 72px; }
  .counts { grid-column: 1 / -1; gap: 4px; margin: 0; padding: 8px 0; }
  .counts a { flex: 0 0 auto; flex-direction: row; align-items: baseline; gap: 7px; min-height: 44px; padding: 9px 14px; font-size: 14px; }
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
