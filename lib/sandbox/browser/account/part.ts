/** What the parts of a self-service page share: their frame, and what happens around a change. */

import { h } from '../checkout/dom.js';
import { problem, whileBusy } from '../checkout/fields.js';
import { t, told } from '../shared/texts.js';
import type { Trouble } from './server.js';

/** What a part needs of the page around it. */
export interface Host {
  locale: string;
  /** Of the part's heading: the first one is the page's. */
  level: 'h1' | 'h2';
  /**
   * Asks the server for a change and shows the page anew, with the focus on the button that then has the `data-key` of
   * the one that was pressed. Answers only with what went wrong.
   */
  change(
    change: { section: string; action: string; values: Record<string, string> },
    pressed: string | undefined,
  ): Promise<Trouble | undefined>;
}

/** A part with its heading. */
export function part(
  { id, title }: { id: string; title: string },
  level: Host['level'],
  ...content: (Node | false | undefined)[]
): HTMLElement {
  const heading = `${id}-heading`;
  return h(
    'section',
    { class: 'part', id, 'aria-labelledby': heading },
    h(level, { id: heading, tabindex: '-1' }, told(title)),
    ...content,
  );
}

/** Runs a change behind a button, and says beside the form what went wrong. */
export function changer(host: Host, section: string) {
  const fault = problem();
  return {
    element: fault.element,
    async run(
      button: HTMLButtonElement,
      {
        action,
        values,
        inputs,
      }: { action: string; values: Record<string, string>; inputs?: Map<string, HTMLInputElement> },
    ): Promise<void> {
      if (button.disabled) return;
      fault.clear();
      const change = { section, action, values };
      const trouble = await whileBusy(button, t('One moment…'), () => host.change(change, button.dataset.key));
      if (!trouble) return;
      // A button loses the focus while it waits.
      button.focus();
      fault.set(sentenceOf(trouble), inputs?.get(trouble.field ?? ''));
    },
  };
}

function sentenceOf({ code, detail }: Trouble): string {
  if (code === 'network') return t('We could not reach the service. Nothing was changed; please try again.');
  // Perhaps a field's name and what is wrong with it.
  return detail.split(': ').map(told).join(': ');
}
