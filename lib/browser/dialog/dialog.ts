/** The dialog for plenigo's checkout of API v3, in a shadow tree, where no style or name of the page is in its way. */

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
  // No Content-Security-Policy refuses a style sheet that a script has made itself.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  // Who hears the page is told the name of the dialog first, so the focus begins there. The button beside it comes next.
  heading.tabIndex = -1;
  heading.autofocus = true;
  bar.hidden = true;
  // This calls the getter itself, because an element named `body` in a reader's comment replaces `document.body`.
  Reflect.get(Document.prototype, 'body', document).append(host);
  dialog.showModal();
  cross.addEventListener('click', () => dialog.close());
  return {
    /** Makes a new, empty element of the page for plenigo's script, and returns its id, which is like no other. */
    mount() {
      const element = document.createElement('div');
      element.id = `plenigo-${crypto.randomUUID()}`;
      host.replaceChildren(element);
      bar.hidden = true;
      return element.id;
    },
    /** Shows a sentence above what is mounted, with a button if the reader can do something about it. */
    say(text: string, action?: { label: string; run: () => void }) {
      bar.hidden = false;
      bar.querySelector('button')?.remove();
      sentence.textContent = text;
      if (!action) return;
      const button = make('button', action.label, bar);
      button.addEventListener('click', action.run);
      button.focus();
    },
    /** Settles when the dialog is closed, by the reader or by plenigo's page. */
    closed: new Promise<void>((resolve) => {
      dialog.addEventListener('close', () => {
        host.remove();
        resolve();
      });
    }),
  };
}
