/** The style sheet of the checkout, after the one that all pages share. Phone first: a sheet that fills the screen; from 720 px on a centred dialog. */
export const checkoutCss = `
html { height: 100%; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.overlay body { height: 100%; }
.overlay .sheet { height: 100%; overflow-y: auto; overscroll-behavior: contain; }
.sheet { display: flex; flex-direction: column; background: var(--paper); }
.sheet > #screen { flex: 1; display: flex; flex-direction: column; }
.embedded .sheet { border: 1px solid var(--line); border-radius: 14px; overflow: hidden; }

.loading { flex: 1; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 18px; min-height: 318px;
  color: var(--soft); font-size: 15px; }
.sheet[data-screen="loading"] .bar { display: none; }
.bar { position: sticky; top: 0; z-index: 1; display: flex; align-items: center; gap: 12px; min-height: 64px; padding: 10px 12px 10px 20px;
  border-bottom: 1px solid var(--line); background: var(--paper); }
.bar-lock { display: grid; place-items: center; flex: none; width: 34px; height: 34px; border-radius: 50%; background: var(--good-wash); color: var(--good); }
.bar-lock .icon { width: 18px; height: 18px; }
.bar-text { flex: 1; min-width: 0; display: flex; flex-direction: column; line-height: 1.3; }
.bar-text strong { font-size: 15px; font-weight: 650; letter-spacing: -0.005em; }
.host { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--soft); font-size: 13px; }
.close { flex: none; display: grid; place-items: center; width: 44px; height: 44px; padding: 0; border: 0; border-radius: 50%; background: none;
  color: var(--soft); }
.close:hover { background: var(--wash); color: var(--ink); }
.icon { display: block; width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }

.columns { flex: 1; display: flex; flex-direction: column; }
.summary { padding: 22px 20px 20px; border-bottom: 1px solid var(--line); background: var(--wash); }
.badges { display: flex; align-items: center; gap: 10px; min-height: 24px; margin-bottom: 6px; }
.eyebrow { color: var(--soft); font-size: 13px; }
.badge.note { border: 1px solid var(--note-line); background: var(--note-wash); color: var(--note); }
.product { font-size: 20px; font-weight: 650; line-height: 1.3; letter-spacing: -0.012em; overflow-wrap: anywhere; text-wrap: balance; }
.kind { margin-top: 4px; color: var(--soft); font-size: 14px; }
.summary dl { margin-top: 18px; }
.row { display: flex; justify-content: space-between; gap: 20px; padding: 4px 0; font-size: 15px; }
.row dt { color: var(--soft); }
.row dd { text-align: right; overflow-wrap: anywhere; }
.row.total { align-items: baseline; font-weight: 650; }
.row + .row.total { margin-top: 10px; padding-top: 13px; border-top: 1px solid var(--line); }
.row.total dt { color: var(--ink); }
.total-amount { font-size: 22px; letter-spacing: -0.015em; white-space: nowrap; }
.tax { color: var(--soft); font-size: 13px; text-align: right; }
.renewal { margin-top: 14px; font-size: 14px; }
.buyer { margin-top: 18px; padding-top: 14px; border-top: 1px solid var(--line); color: var(--soft); font-size: 14px; overflow-wrap: anywhere; }
.buyer strong { color: var(--ink); font-weight: 600; }

.main { padding: 24px 20px 28px; }
.notice { margin-top: 14px; padding: 11px 14px; border: 1px solid var(--note-line); border-radius: 10px; background: var(--note-wash);
  color: var(--note); font-size: 14px; line-height: 1.45; }
.main form { margin-top: 20px; }
.box { position: relative; display: block; }
.prefix { position: absolute; inset: 0 auto 0 14px; display: flex; align-items: center; color: var(--soft); pointer-events: none; }
.prefix + input { padding-left: 46px; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 14px; }

.sheet .primary, .sheet .quiet { width: 100%; min-height: 50px; }
.ready, .busy { display: inline-flex; align-items: center; gap: 10px; }
.ready .icon { width: 18px; height: 18px; }
form[aria-busy] .ready, form:not([aria-busy]) .busy { display: none; }
.sheet .quiet { margin-top: 6px; min-height: 46px; }
.link { padding: 4px 2px; border: 0; background: none; color: var(--accent); font-weight: 600; text-decoration: underline; text-underline-offset: 3px; }
.switch { margin-top: 14px; color: var(--soft); font-size: 15px; text-align: center; }
.legal { margin-top: 14px; color: var(--soft); font-size: 12.5px; line-height: 1.5; text-align: center; text-wrap: pretty; }

.end { flex: 1; display: flex; flex-direction: column; align-items: center; justify-content: center; width: 100%; max-width: 456px; margin: 0 auto;
  padding: 40px 24px 36px; text-align: center; }
.medal { display: grid; place-items: center; width: 64px; height: 64px; margin-bottom: 20px; border-radius: 50%; }
.medal .icon { width: 34px; height: 34px; stroke-width: 2.2; }
.end h1 { font-size: 25px; }
.lead { margin-top: 10px; color: var(--soft); text-wrap: pretty; }
.charged { margin-top: 10px; font-weight: 600; }
.receipt { width: 100%; margin-top: 24px; padding: 10px 16px; border: 1px solid var(--line); border-radius: 12px; }
.receipt .row { padding: 7px 0; text-align: left; }
.receipt dt { flex: 0 1 auto; min-width: min-content; overflow-wrap: anywhere; }
.receipt .row:not(:first-child) dt { flex: none; }
.end .primary { margin-top: 26px; }
.code { margin-top: 26px; color: var(--soft); font-size: 13px; }
.code code { padding: 2px 6px; border-radius: 6px; background: var(--wash); color: var(--ink); font: 12.5px var(--mono); }
.detail { display: block; margin-top: 8px; }

.spinner { flex: none; width: 18px; height: 18px; border: 2px solid currentColor; border-right-color: transparent; border-radius: 50%;
  animation: turn 0.7s linear infinite; }
.spinner.large { width: 34px; height: 34px; border-width: 3px; color: var(--accent); }
@keyframes turn { to { transform: rotate(1turn); } }
@media (prefers-reduced-motion: reduce) { .spinner { animation-duration: 2.4s; } }

@media (min-width: 720px) {
  .overlay body { display: grid; place-items: center; padding: 24px; }
  .overlay .sheet { width: 100%; max-width: 840px; height: auto; min-height: min(560px, 100%); max-height: 100%; border-radius: 18px;
    box-shadow: 0 24px 70px rgba(6, 10, 22, 0.34); }
  .bar { min-height: 68px; padding: 12px 14px 12px 28px; }
  .columns { flex-direction: row; }
  .summary { flex: 0 0 42%; padding: 32px 28px; border: 0; border-right: 1px solid var(--line); }
  .product { font-size: 22px; }
  .main { flex: 1; min-width: 0; padding: 32px 36px 30px; }
}
@media (max-width: 719px) and (min-height: 560px) { .end { justify-content: flex-start; padding-top: 12vh; } .embedded .end { padding-top: 40px; } }
`;
