/** The dialog for plenigo's checkout of API v3, over the page or in it: in a shadow tree, where no style or name of the page is in its way. */

import { create, document, findText } from '../shared/page.js';

/** In the site's font and colours, as large as a phone's screen, and never moving under a finger. */
const css = `
:host { all: initial; font: inherit; color-scheme: inherit; }
dialog {
  box-sizing: border-box; display: flex; flex-direction: column; width: min(42rem, 100vw - 3rem); max-width: none;
  height: min(52rem, 100dvh - 3rem); max-height: none; padding: 0; border: 0; border-radius: 14px; overflow: hidden;
  background: Canvas; color: CanvasText; font: inherit; line-height: 1.5;
  box-shadow: 0 24px 80px rgb(0 0 0 / 55%), 0 0 0 1px rgb(128 128 128 / 30%);
}
dialog:not([open]), .over .body { display: none; }
dialog::backdrop { background: rgb(0 0 0 / 55%); }
.head { display: flex; align-items: center; gap: 1rem; padding: .75rem .75rem .75rem 1.5rem; }
h2 { flex: 1; margin: 0; font: inherit; font-weight: 600; outline: 0; }
.body { flex: 1; overflow: auto; overscroll-behavior: contain; outline-offset: -4px; }
.bar { padding: 1rem 1.5rem; border-block: 1px solid rgb(128 128 128 / 30%); background: rgb(128 128 128 / 10%); }
.body p { max-width: none; padding: 4rem 1.5rem; text-align: center; }
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
  function make(name: keyof HTMLElementTagNameMap, parent: ParentNode, properties: Partial<HTMLElement> = {}) {
    const element = Object.assign(create(name), properties);
    parent.append(element);
    return element;
  }
  const place = elementId && document.getElementById(elementId);
  const host = make('div', place || document.body);
  const root = host.attachShadow({ mode: 'open' });
  // No Content-Security-Policy refuses a style sheet that a script has made itself.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  const dialog = make('dialog', root) as HTMLDialogElement;
  dialog.setAttribute('aria-labelledby', 'title');
  // None of these is a landmark: those are of the page, and plenigo's page has its own.
  const head = make('div', dialog, { className: 'head' });
  // Who hears the page is told the name of the dialog first, so the focus begins there. The button beside it comes next.
  make('h2', head, { id: 'title', textContent: findText('title'), tabIndex: -1, autofocus: true });
  make('button', head, { textContent: '✕', ariaLabel: findText('close'), onclick: () => dialog.close() });
  const bar = make('div', dialog, { className: 'bar', hidden: true });
  const sentence = make('p', bar, { role: 'status' });
  // Whoever has no mouse scrolls with the keys of arrows.
  const body = make('div', dialog, { className: 'body', tabIndex: 0 });
  const moment = make('p', body, { role: 'status', textContent: findText('loading') });
  make('slot', body);
  dialog[place ? 'show' : 'showModal']();
  return {
    /** Makes a new, empty element of the page for plenigo's script, and returns its id, which is like no other. */
    mount() {
      host.replaceChildren();
      const element = make('div', host, { id: `plenigo-${crypto.randomUUID()}` });
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
      const button = make('button', bar, { textContent: findText(action.label) });
      button.addEventListener('click', action.run, { once: true });
      button.focus();
    },
    close: () => dialog.close(),
    closed: new Promise((resolve) => dialog.addEventListener('close', resolve)).then(() => host.remove()),
  };
}
