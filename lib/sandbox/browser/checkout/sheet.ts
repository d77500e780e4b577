/** The sheet that holds every screen: header, focus, keyboard, and its height. */
import { t } from '../shared/texts.js';
import { h, icon } from './dom.js';
import type { Site } from './site.js';

/** What the screens need of the page around them. */
export interface Sheet {
  locale: string;
  embedded: boolean;
  site: Site | undefined;
  /** Opened by API v3: the site closes it, and it has buttons for what else may happen. */
  isV3: boolean;
  /** Replaces the screen and moves the focus to its heading. */
  show: (name: string, ...content: HTMLElement[]) => void;
  /** While a payment runs, the sheet cannot be closed. */
  setBusy: (busy: boolean) => void;
  close: () => void;
}

const FOCUSABLE = 'button:not([disabled]), input:not([disabled]), a[href]';

/** The heading that names the dialog; every screen has one. */
export function heading(text: string): HTMLHeadingElement {
  return h('h1', { id: 'heading', tabindex: '-1' }, text);
}

/** Makes the sheet of `element`. */
export function createSheet(
  element: HTMLElement,
  { locale, embedded, site, isV3 }: Pick<Sheet, 'locale' | 'embedded' | 'site' | 'isV3'>,
): Sheet {
  let busy = false;
  let first = true;
  const close = (): void => {
    if (!busy) site?.send({ type: 'plenigo:close' });
  };
  const tellHeight = (): void => site?.send({ type: 'plenigo:height', height: element.getBoundingClientRect().height });
  element.setAttribute('aria-labelledby', 'heading');
  if (embedded) {
    element.setAttribute('role', 'region');
    new ResizeObserver(tellHeight).observe(element);
  } else {
    element.setAttribute('role', 'dialog');
    element.setAttribute('aria-modal', 'true');
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') close();
      if (event.key === 'Tab') keepFocus(element, event);
    });
  }

  const bar = (): HTMLElement => {
    const button = h('button', { type: 'button', class: 'close', 'aria-label': t('Close') }, icon('close'));
    button.addEventListener('click', close);
    return h(
      'header',
      { class: 'bar' },
      h('span', { class: 'bar-lock' }, icon('lock')),
      h(
        'span',
        { class: 'bar-text' },
        h('strong', {}, t('Secure checkout')),
        site && h('span', { class: 'host' }, site.host),
      ),
      !embedded && button,
    );
  };

  return {
    locale,
    embedded,
    site,
    isV3,
    close,
    show(name, ...content) {
      element.dataset.screen = name;
      element.replaceChildren(bar(), ...content);
      element.scrollTop = 0;
      // Browsers do not run the observer in a frame that nobody sees yet.
      if (embedded) tellHeight();
      // An embedded checkout that opens with the page must not pull the reader down to it.
      if (!(embedded && first)) document.getElementById('heading')?.focus({ preventScroll: !embedded });
      first = false;
    },
    setBusy(value) {
      busy = value;
      element.setAttribute('aria-busy', String(value));
    },
  };
}

/** Tab goes round inside the sheet. */
function keepFocus(element: HTMLElement, event: KeyboardEvent): void {
  const stops = [...element.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((stop) => stop.offsetParent);
  const [first] = stops;
  const last = stops[stops.length - 1];
  if (!first || !last) return;
  const active = document.activeElement;
  const inside = active instanceof HTMLElement && element.contains(active);
  if (event.shiftKey && (!inside || active === first || active?.id === 'heading')) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && (!inside || active === last)) {
    event.preventDefault();
    first.focus();
  }
}
