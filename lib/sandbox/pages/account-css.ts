/** The style sheet of the self-service pages, behind the checkout's, whose colors, fields and buttons they share. */
export const accountCss = `
html, body { height: auto; }
.account { display: flow-root; }
.waiting { display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 16px; min-height: 200px;
  border: 1px solid var(--line); border-radius: 14px; background: var(--paper); color: var(--soft); font-size: 15px; }

.part { padding: 20px; border: 1px solid var(--line); border-radius: 14px; background: var(--paper); }
.part + .part { margin-top: 16px; }
h1, h2 { margin: 0; font-size: 19px; font-weight: 680; line-height: 1.3; letter-spacing: -0.014em; outline: 0; }
.part form { margin-top: 16px; }
.fields { display: grid; gap: 0 14px; }
.field > label { overflow-wrap: anywhere; }
select { width: 100%; height: 48px; padding: 0 12px; border: 1px solid var(--edge); border-radius: 10px; background: var(--paper);
  color: var(--ink); font: inherit; }
select:hover { border-color: var(--edge-deep); }
select:focus-visible { outline: 3px solid color-mix(in srgb, var(--accent) 45%, transparent); border-color: var(--accent); }
.fixed { overflow-wrap: anywhere; }
.tick { display: flex; align-items: flex-start; gap: 12px; padding: 6px 0; }
.tick:last-child { margin-bottom: 14px; }
.tick input { flex: none; width: 22px; height: 22px; margin: 0; accent-color: var(--accent); }
.tick label { margin: 0; font-size: 15px; font-weight: 500; line-height: 22px; }
.part .primary { width: auto; min-width: 132px; min-height: 46px; }
.said { margin-top: 16px; padding: 10px 14px; border-radius: 10px; background: var(--good-wash); color: var(--good);
  font-size: 14px; line-height: 1.45; }
.said:empty { display: none; }
.part .problem:not(:empty) { margin: 0 0 16px; }

.entries { margin: 8px 0 0; padding: 0; list-style: none; }
.entry { display: grid; grid-template-columns: 1fr auto; gap: 2px 16px; padding: 14px 0; }
.entry + .entry { border-top: 1px solid var(--line); }
.entry:last-child { padding-bottom: 2px; }
.entry-title { font-weight: 600; overflow-wrap: anywhere; }
.entry-amount { font-variant-numeric: tabular-nums; font-weight: 600; text-align: right; white-space: nowrap; }
.entry-text { grid-column: 1 / -1; display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; color: var(--soft); font-size: 14px;
  overflow-wrap: anywhere; }
.entry-text .badge.tone-good { border-color: transparent; background: var(--good-wash); color: var(--good); }
.entry-text .badge.tone-quiet { border-color: var(--line); background: var(--wash); color: var(--soft); }
.secondary { min-height: 42px; padding: 8px 16px; border: 1px solid var(--edge); border-radius: 10px; background: var(--paper); color: var(--ink);
  font-weight: 600; cursor: pointer; display: inline-flex; align-items: center; gap: 10px; }
.secondary:hover { background: var(--wash); }
.entry .secondary { grid-column: 1 / -1; justify-self: start; margin-top: 8px; }
.nothing, .plain { margin-top: 10px; color: var(--soft); }
.nothing + .secondary, .entries + .secondary { margin-top: 14px; }

.trouble { display: flex; flex-direction: column; align-items: flex-start; gap: 10px; }
.trouble .medal { width: 48px; height: 48px; margin: 0 0 4px; }
.trouble .medal .icon { width: 26px; height: 26px; }
.trouble .primary { margin-top: 8px; }
.trouble .code { margin-top: 8px; text-align: left; }
.trouble p { text-wrap: pretty; }

@media (min-width: 480px) {
  .part { padding: 24px; }
  .fields.paired { grid-template-columns: 1fr 1fr; }
  .fields.paired > :nth-child(n + 3):last-child:nth-child(odd) { grid-column: 1 / -1; }
}
`;
