/** The style sheet of the console, after the one that all pages share. Phone first, two columns from 960 px on. */
export const consoleCss = `
html { scroll-padding-top: 84px; }
body, .counts { background: light-dark(#f5f6f8, #11141a); }
body { font-size: 15px; }
.top, main { max-width: 1280px; margin: 0 auto; }
.top { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; align-items: center; gap: 8px 12px;
  padding: 18px 16px 12px; }
.top .soft { grid-column: 1 / -1; font-size: 14px; }
.top .badge { padding: 5px 12px; font-size: 13px; }
main, .column { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; align-content: start; }
main { padding: 0 12px 72px; }
.counts { position: sticky; top: 0; z-index: 2; display: flex; gap: 4px; overflow-x: auto; margin: 0 -12px;
  padding: 8px 12px; border-bottom: 1px solid var(--line); }
.counts a { flex: 1 0 auto; display: flex; flex-direction: column-reverse; min-height: 48px; padding: 4px 8px;
  border-radius: 10px; color: var(--ink); font-size: 13px; line-height: 1.35; text-decoration: none; }
.counts a:hover { background: var(--paper); }
.counts strong { font-size: 18px; font-weight: 660; line-height: 1.25; }
.panel-head { display: flex; align-items: center; justify-content: space-between; gap: 12px; min-height: 54px; }
.panel > .soft, .list + .soft { margin-top: 10px; }
h2 { border-radius: 6px; font-size: 17px; font-weight: 660; letter-spacing: -0.012em; }
h3 { font-size: 15px; font-weight: 620; }
.empty { padding: 14px 16px; border: 1px dashed var(--edge); border-radius: 10px; color: var(--soft); font-size: 14px; }
.list > li { padding: 12px 0; }
.list > li + li { border-top: 1px solid var(--line); }

.row { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; }
.row-text { flex: 1 1 140px; min-width: 0; overflow-wrap: anywhere; font-size: 14px; }
.row-text .soft { display: block; }
.row-buttons { display: flex; gap: 4px; }
.row > div.row-text { flex-basis: 240px; }
.facts dt { color: var(--soft); font-size: 13px; }
.facts div { padding: 7px 0; font-size: 14px; border-top: 1px solid var(--line); }
.facts div:first-child { border-top: 0; padding-top: 0; }
.inline-facts * { display: inline; }
.inline-facts dt::after { content: ": "; }
.inline-facts dd { margin-right: 14px; color: var(--ink); }
.purchases { margin-top: 10px; padding: 2px 6px 2px 12px; border-radius: 10px; background: var(--wash); }
.purchase code { max-width: 45%; font-weight: 600; }
.list > li.fault { margin-bottom: 8px; padding: 4px 6px 4px 14px; border: 0; border-radius: 10px; }
#requests-list { max-height: 640px; overflow-y: auto; margin-right: -10px; padding-right: 10px; }
#requests-list > li { padding: 0; }
.request { display: grid; grid-template-columns: 48px minmax(0, 1fr) auto; align-items: center; gap: 1px 12px;
  padding: 9px 0; border-radius: 8px; cursor: pointer; list-style: none; }
.request:hover { background: var(--wash); }
.request:focus-visible { outline-offset: -3px; }
.request > .badge { justify-self: start; }
.request code { grid-column: 1 / -1; color: var(--soft); font-size: 12px; word-break: break-all; }
.request .soft { display: inline; margin-left: 8px; }
pre { margin: 4px 0 12px; padding: 10px 12px; border-radius: 10px; background: var(--wash); white-space: pre-wrap; }

input, select { height: 44px; padding: 0 12px; }
.secondary { border-color: var(--line); color: var(--accent); font-size: 14px; white-space: nowrap; }
.small { min-height: 44px; padding: 4px 10px; border: 0; border-radius: 10px; background: none; color: var(--accent);
  font-size: 13.5px; font-weight: 620; white-space: nowrap; }
.small:hover { text-decoration: underline; text-underline-offset: 3px; }
.panel > .form { margin-top: 16px; padding-top: 16px; border-top: 1px solid var(--line); }
.panel > .form > .primary { width: 100%; }
.form h3 { margin-bottom: 10px; }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 12px; }
.buttons .primary { flex: 1; }
.form:has(#metering-activated > [value="false"]:checked) #metering-fields,
.form:not(:has(#fault-effect > [value="status"]:checked)) #fault-status-field,
.form:not(:has(#fault-effect > [value="delay"]:checked)) #fault-delay-field,
.form:not(:has(#fault-until > [value="times"]:checked)) #fault-times-field { display: none; }
dialog { width: calc(100% - 24px); max-width: 460px; padding: 24px; border: 1px solid var(--line); border-radius: 18px;
  background: var(--paper); color: var(--ink); box-shadow: 0 24px 70px rgba(6, 10, 22, 0.34); }
dialog::backdrop { background: rgba(10, 14, 24, 0.55); }
dialog h2 { margin-bottom: 16px; font-size: 20px; }
.toast { position: fixed; z-index: 3; inset: auto 12px 16px; width: fit-content; max-width: 560px; margin: 0 auto;
  background: var(--ink); color: var(--paper); pointer-events: none; box-shadow: 0 8px 30px rgba(6, 10, 22, 0.28); }

@media (min-width: 960px) {
  .top { padding: 28px 24px 16px; gap: 0 14px; }
  .top img, .top .badge { grid-row: span 2; }
  .top .soft { grid-area: 2 / 2; }
  main { grid-template-columns: minmax(0, 1fr) 452px; gap: 20px; padding: 0 24px 72px; }
  .counts { grid-column: 1 / -1; margin: 0; padding: 8px 0; }
  .counts a { flex: none; flex-direction: row; align-items: baseline; gap: 7px; padding: 10px 14px; font-size: 14px; }
  .request code { grid-column: 2 / -1; }
}
`;
