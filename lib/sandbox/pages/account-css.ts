/** The style sheet of the self-service page, after those that all pages share and of the checkout. */
export const accountCss = `
html, body { height: auto; }
.account { display: flow-root; }
.account > .loading { min-height: 200px; border: 1px solid var(--line); border-radius: 14px; background: var(--paper); }
.part { padding: 20px; border: 1px solid var(--line); border-radius: 14px; background: var(--paper); }
.part + .part { margin-top: 16px; }
.part h1, .part h2 { font-size: 19px; font-weight: 680; line-height: 1.3; letter-spacing: -0.014em; }
.part > form { margin-top: 16px; }
.fields { display: grid; gap: 0 14px; }
.fixed { overflow-wrap: anywhere; }
.part .primary { min-width: 132px; }
.said { margin-top: 16px; padding: 10px 14px; border-radius: 10px; background: var(--good-wash); color: var(--good); font-size: 14px; line-height: 1.45; }
.said:empty { display: none; }

.entries { margin-top: 8px; }
.entry { display: grid; grid-template-columns: 1fr auto; gap: 2px 16px; padding: 14px 0; }
.entry + .entry { border-top: 1px solid var(--line); }
.entry:last-child { padding-bottom: 2px; }
.entry-title { font-weight: 600; overflow-wrap: anywhere; }
.entry-amount { font-variant-numeric: tabular-nums; font-weight: 600; text-align: right; white-space: nowrap; }
.entry-text { grid-column: 1 / -1; display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; color: var(--soft); font-size: 14px;
  overflow-wrap: anywhere; }
.entry form { grid-column: 1 / -1; justify-self: start; margin-top: 8px; }
.nothing { margin-top: 10px; color: var(--soft); text-wrap: pretty; }

.trouble { display: flex; flex-direction: column; align-items: flex-start; gap: 10px; }
.trouble .medal { width: 48px; height: 48px; margin: 0 0 4px; }
.trouble .medal .icon { width: 26px; height: 26px; }
.trouble .primary { margin-top: 8px; }
.trouble .code { margin-top: 8px; }
.trouble p { text-wrap: pretty; }

@media (min-width: 480px) {
  .part { padding: 24px; }
  .fields { grid-template-columns: 1fr 1fr; }
  .wide { grid-column: 1 / -1; }
}
`;
