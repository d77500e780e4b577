/** The style sheet of the checkout and of the self-service page, after the one that all pages share. */
export const frameCss = `
html { height: 100%; }
h1:focus-visible, h2:focus-visible { outline: 0; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.loading { flex: 1; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 18px;
  min-height: 200px; color: var(--soft); }
.sheet .loading { min-height: 318px; }
.spinner { flex: none; width: 18px; height: 18px; border: 2px solid currentColor; border-right-color: transparent;
  border-radius: 50%; animation: turn 0.7s linear infinite; }
.spinner.large { width: 34px; height: 34px; border-width: 3px; color: var(--accent); }
@keyframes turn { to { transform: rotate(1turn); } }
@media (prefers-reduced-motion: reduce) { .spinner { animation-duration: 2.4s; } }
.icon { display: block; width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 1.8;
  stroke-linecap: round; stroke-linejoin: round; }
.ready, .busy { display: inline-flex; align-items: center; gap: 10px; }
form[aria-busy] .ready, form:not([aria-busy]) .busy { display: none; }
form[aria-busy] .primary { cursor: progress; opacity: 0.8; }
.end { flex: 1; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 10px;
  width: 100%; max-width: 456px; margin: 0 auto; padding: 40px 24px; text-align: center; }
.medal { display: grid; place-items: center; width: 64px; height: 64px; margin-bottom: 10px; border-radius: 50%; }
.medal .icon { width: 34px; height: 34px; stroke-width: 2.2; }
.end .primary, .end .primary + .soft { margin-top: 12px; }
.end code { padding: 2px 6px; border-radius: 6px; background: var(--wash); color: var(--ink); }

.overlay body, .overlay .sheet { height: 100%; }
.sheet, .sheet > #screen { flex: 1; display: flex; flex-direction: column; }
.sheet { overflow-y: auto; overscroll-behavior: contain; background: var(--paper); }
.embedded .sheet { border: 1px solid var(--line); border-radius: 14px; }
/* API v3's frame stands in a place that the site has named. */
.sheet[data-screen="loading"] .bar, [data-api="v3"].embedded .bar { display: none; }
.bar { position: sticky; top: 0; z-index: 1; display: flex; align-items: center; gap: 12px; min-height: 64px;
  padding: 10px 12px 10px 20px; border-bottom: 1px solid var(--line); background: var(--paper); }
.bar-lock { padding: 8px; border-radius: 50%; }
.bar-text { flex: 1; min-width: 0; display: grid; font-size: 15px; line-height: 1.3; }
.bar-text .soft { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.close { padding: 12px; border: 0; border-radius: 50%; background: none; color: var(--soft); }
.columns { flex: 1; display: flex; flex-direction: column; }
.summary { padding: 22px 20px 20px; border-bottom: 1px solid var(--line); background: var(--wash); }
.badges { display: flex; align-items: center; gap: 10px; min-height: 24px; margin-bottom: 6px; }
.product { font-size: 21px; font-weight: 650; line-height: 1.3; letter-spacing: -0.012em; }
.summary dl { margin-top: 18px; }
.row { display: flex; justify-content: space-between; gap: 20px; padding: 4px 0; font-size: 15px; }
.row dt { min-width: min-content; color: var(--soft); text-align: left; }
.row.total dt { color: var(--ink); }
.row dd { margin-left: auto; text-align: right; }
.total { align-items: baseline; font-weight: 650; }
.row + .total { margin-top: 10px; padding-top: 13px; border-top: 1px solid var(--line); }
.total dd { font-size: 22px; letter-spacing: -0.015em; white-space: nowrap; }
.renewal, .buyer { margin-top: 14px; font-size: 14px; }
.main { padding: 24px 20px 28px; }
.main h1, .main > .box { margin-bottom: 16px; }
.prefixed { position: relative; display: block; }
.prefix { position: absolute; inset: 0 auto 0 14px; display: grid; place-items: center; color: var(--soft); }
.prefix + input { padding-left: 46px; }
.sheet .primary, .sheet .quiet { width: 100%; min-height: 48px; }
.sheet .quiet { margin-top: 6px; }
.link { padding: 4px; border: 0; background: none; color: var(--accent); font-weight: 600; text-decoration: underline; }
.switch, .legal { margin-top: 14px; text-align: center; }
.receipt { width: 100%; padding: 10px 16px; border: 1px solid var(--line); border-radius: 12px; }
.receipt .row { flex-wrap: wrap; gap: 0 20px; }
@media (min-width: 720px) {
  .overlay body { display: grid; place-items: center; padding: 24px; }
  .overlay .sheet { width: 100%; max-width: 840px; height: auto; min-height: min(560px, 100%); max-height: 100%;
    border-radius: 18px; box-shadow: 0 24px 70px rgba(6, 10, 22, 0.34); }
  .bar { padding-left: 28px; }
  .columns { flex-direction: row; }
  .summary { flex: 0 0 42%; padding: 32px 28px; border: 0; border-right: 1px solid var(--line); }
  .main { flex: 1; min-width: 0; padding: 32px 36px 30px; }
}

.account #screen { display: grid; gap: 16px; }
.account .panel h1, .account h2 { font-size: 19px; font-weight: 680; line-height: 1.3; letter-spacing: -0.014em; }
.panel > form, .panel > .soft, .said { margin-top: 12px; }
.fields { display: grid; gap: 0 14px; }
.entry { display: grid; grid-template-columns: 1fr auto; gap: 2px 16px; padding: 14px 0; }
.entry + .entry { border-top: 1px solid var(--line); }
.entry > strong { overflow-wrap: anywhere; font-weight: 600; }
.entry p, .entry form { grid-column: 1 / -1; }
.entry .badge { margin-right: 10px; }
.entry form { margin-top: 8px; }
@media (min-width: 480px) {
  .account .panel { padding: 24px; }
  .fields { grid-template-columns: 1fr 1fr; }
  .wide { grid-column: 1 / -1; }
}
`;
