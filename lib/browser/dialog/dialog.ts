/** The dialog in which plenigo's checkout of API v3 stands: of our own shadow, so that no style or name of the page is in its way. */

import { css } from './style.js';

export function openDialog({ title, closeLabel, lang }: { title: string; closeLabel: string; lang: string }) {
  const host = document.createElement('div');
  host.lang = lang;
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
  const header = make('header');
  const heading = make('h2', title, header);
  const cross = make('button', '✕', header);
  const bar = make('aside');
  const sentence = make('p', '', bar);
  const content = make('main');
  content.append(document.createElement('slot'));
  heading.id = 'title';
  dialog.setAttribute('aria-labelledby', heading.id);
  sentence.setAttribute('role', 'status');
  cross.setAttribute('aria-label', closeLabel);
  cross.title = closeLabel;
  // A style sheet of a script's own is none that a Content-Security-Policy refuses.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  // For who hears the page: its name first. The button beside it is the next.
  heading.tabIndex = -1;
  heading.autofocus = true;
  bar.hidden = true;
  // By the getter itself: an element with this name in a reader's comment replaces `document.body`.
  Reflect.get(Document.prototype, 'body', document).append(host);
  dialog.showModal();
  cross.addEventListener('click', () => dialog.close());
  return {
    /** A new, empty element of the page for plenigo's script; its id is like no other. */
    mount() {
      const element = document.createElement('div');
      element.id = `plenigo-${crypto.randomUUID()}`;
      host.replaceChildren(element);
      bar.hidden = true;
      return element.id;
    },
    /** A sentence above what is mounted, with a button if the reader can do something about it. */
    say(text: string, action?: { label: string; run: () => void }) {
      bar.hidden = false;
      bar.querySelector('button')?.remove();
      sentence.textContent = text;
      if (!action) return;
      const button = make('button', action.label, bar);
      button.addEventListener('click', action.run);
      button.focus();
    },
    /** When the reader, or we, have closed it. */
    closed: new Promise<void>((resolve) => {
      dialog.addEventListener('close', () => {
        host.remove();
        resolve();
      });
    }),
  };
}
