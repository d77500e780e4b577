/** How the dialog looks: in the site's font and colours, as large as a phone's screen, and never moving under a finger. */

export const css = `
:host { all: initial; font: inherit; color-scheme: inherit; }
dialog {
  box-sizing: border-box; display: flex; flex-direction: column; width: min(42rem, 100vw - 3rem); max-width: none;
  height: min(52rem, 100dvh - 3rem); max-height: none; padding: 0; border: 0; border-radius: 14px; overflow: hidden;
  background: Canvas; color: CanvasText; font: inherit; line-height: 1.5; text-align: start;
  box-shadow: 0 24px 80px rgb(0 0 0 / 35%), 0 0 0 1px rgb(128 128 128 / 30%);
}
dialog:not([open]) { display: none; }
dialog::backdrop { background: rgb(0 0 0 / 55%); backdrop-filter: blur(2px); }
header { display: flex; align-items: center; gap: 1rem; padding: .75rem .75rem .75rem 1.5rem; }
h2 { flex: 1; margin: 0; font: inherit; font-weight: 600; outline: 0; }
main { flex: 1; overflow: auto; overscroll-behavior: contain; }
aside { padding: 1rem 1.5rem; border-block: 1px solid rgb(128 128 128 / 30%); background: rgb(128 128 128 / 10%); }
aside[hidden] { display: none; }
p { margin: 0; max-width: 60ch; text-wrap: pretty; }
button {
  min-width: 2.75rem; min-height: 2.75rem; border: 0; border-radius: 8px; background: none; color: inherit;
  font: inherit; cursor: pointer;
}
header button { border-radius: 50%; font-size: 1.25em; line-height: 1; }
button:hover { background: rgb(128 128 128 / 20%); }
aside button { margin-top: .75rem; padding: 0 1.25rem; background: CanvasText; color: Canvas; font-weight: 600; }
aside button:hover { background: CanvasText; opacity: .85; }
button:focus-visible { outline: 2px solid; outline-offset: 2px; }
header button:focus-visible { outline-offset: -4px; }
@media (max-width: 46rem) {
  dialog {
    width: 100vw; height: 100dvh; margin: 0; border-radius: 0; box-shadow: none;
    padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left);
  }
  header { padding-inline-start: 1rem; }
  aside { padding-inline: 1rem; }
}
@media (prefers-reduced-motion: no-preference) {
  dialog[open] { animation: rise .18s ease-out; }
  @keyframes rise { from { opacity: 0; transform: translateY(12px); } }
}
@media (forced-colors: active) { dialog, aside button { border: 1px solid; } }
`;
