/** The dialog for plenigo's checkout of API v3, over the page or in it: in a shadow tree, where no style or name of the page is in its way. */

import { document } from '../shared/document.js';
import { findText } from '../shared/tell.js';

/** In the site's font and colours, as large as a phone's screen, and never moving under a finger. */
const css = `
:host { all: initial; font: inherit; color-scheme: inherit; }
dialog {
  box-sizing: border-box; display: flex; flex-direction: column; width: min(42rem, 100vw - 3rem); max-width: none;
  height: min(52rem, 100dvh - 3rem); max-height: none; padding: 0; border: 0; border-radius: 14px; overflow: hidden;
  background: Canvas; color: CanvasText; font: inherit; line-height: 1.5;
  box-shadow: 0 24px 80px rgb(0 0 0 / 55%), 0 0 0 1px rgb(128 128 128 / 30%);
}
dialog:not([open]) { display: none; }
dialog::backdrop { background: rgb(0 0 0 / 55%); }
.head { display: flex; align-items: center; gap: 1rem; padding: .75rem .75rem .75rem 1.5rem; }
h2 { flex: 1; margin: 0; font: inherit; font-weight: 600; outline: 0; }
.body { flex: 1; overflow: auto; overscroll-behavior: contain; outline-offset: -4px; }
.bar { padding: 1rem 1.5rem; border-block: 1px solid rgb(128 128 128 / 30%); background: rgb(128 128 128 / 10%); }
.body p { max-width: none; padding: 4rem 1.5rem; text-align: center; }
.over .body { display: none; }
.over { height: fit-content; }
p { margin: 0; max-width: 60ch; text-wrap: pretty; }
button { min-width: 2.75rem; min-height: 2.75rem; border: 0; color: inherit; font: inherit; cursor: pointer; }
button:focus-visible { outline: 2px solid; outline-offset: -4px; }
.head button { border-radius: 50%; background: none; font-size: 1.25em; line-height: 1; }
.head button:hover { background: rgb(128 128 128 / 30%); }
.bar button {
  margin-top: .75rem; padding: 0 1.25rem; border-radius: 8px; background: CanvasText; color: Canvas; font-weight: 600;
}
dialog:not(:modal) { position: static; width: auto; border: 1px solid rgb(128 128 128 / 30%); box-shadow: none; }
@media (max-width: 46rem) {
  dialog:modal {
    width: 100vw; height: 100dvh; margin: 0; border-radius: 0; box-shadow: none;
    padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left);
  }
}
@media (forced-colors: active) {
  dialog, .bar button { border: 1px solid; }
  .bar button { background: ButtonFace; color: ButtonText; }
}
`;

/** Without the element, or where the page has none of this id, it opens over the page. */
export function openDialog(elementId?: string) {
  const place = elementId && document.getElementById(elementId);
  const host = document.createElement('div');
  host.lang = TEXTS.lang;
  const root = host.attachShadow({ mode: 'open' });
  const make = <Name extends keyof HTMLElementTagNameMap>(
    name: Name,
    text = '',
    parent: Element | ShadowRoot = dialog,
  ) => {
    const element = document.createElement(name);
    element.textContent = text;
    parent.append(element);
    return element;
  };
  const dialog: HTMLDialogElement = make('dialog', '', root);
  // None of these is a landmark: those are of the page, and plenigo's page has its own.
  const head = make('div');
  const heading = make('h2', findText('title'), head);
  const cross = make('button', '✕', head);
  const bar = make('div');
  const sentence = make('p', '', bar);
  const body = make('div');
  const moment = make('p', findText('loading'), body);
  make('slot', '', body);
  head.className = 'head';
  bar.className = 'bar';
  body.className = 'body';
  // Whoever has no mouse scrolls with the keys of arrows.
  body.tabIndex = 0;
  heading.id = 'title';
  dialog.setAttribute('aria-labelledby', heading.id);
  sentence.setAttribute('role', 'status');
  moment.setAttribute('role', 'status');
  cross.setAttribute('aria-label', findText('close'));
  // No Content-Security-Policy refuses a style sheet that a script has made itself.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  // Who hears the page is told the name of the dialog first, so the focus begins there. The button beside it comes next.
  heading.tabIndex = -1;
  heading.autofocus = true;
  bar.hidden = true;
  (place || document.body).append(host);
  dialog[place ? 'show' : 'showModal']();
  cross.addEventListener('click', () => dialog.close());
  return {
    /** Makes a new, empty element of the page for plenigo's script, and returns its id, which is like no other. */
    mount() {
      const element = document.createElement('div');
      element.id = `plenigo-${crypto.randomUUID()}`;
      host.replaceChildren(element);
      bar.hidden = true;
      moment.hidden = false;
      dialog.className = '';
      // The frame that is drawn there tells its own element alone that it is there.
      element.addEventListener('load', () => (moment.hidden = true), { capture: true, once: true });
      return element.id;
    },
    /** Shows a sentence above what is mounted, or in its place if that is over, with what the reader can do next. */
    say(text: string, action?: { label: 'retry' | 'close' | 'reload'; run: () => void }, isOver = false) {
      if (isOver) {
        host.replaceChildren();
        dialog.className = 'over';
      }
      bar.hidden = false;
      bar.querySelector('button')?.remove();
      sentence.textContent = text;
      if (!action) return;
      const button = make('button', findText(action.label), bar);
      button.addEventListener('click', action.run, { once: true });
      button.focus();
    },
    close: () => dialog.close(),
    /** Settles when the dialog is closed, by the reader or by plenigo's page. */
    closed: new Promise<void>((resolve) => {
      dialog.addEventListener('close', () => {
        host.remove();
        resolve();
      });
    }),
  };
}
