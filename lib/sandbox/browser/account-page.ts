/** The script of a self-service page: logs the customer in with the token of the site's page, then shows the snippet. */

import type { SectionView } from '../account/view.js';
import { formPart } from './account/form-part.js';
import { listPart } from './account/list-part.js';
import { type Host, part } from './account/part.js';
import { type Answer, server, type Trouble } from './account/server.js';
import { troublePart } from './account/trouble-part.js';
import { h } from './checkout/dom.js';
import { chooseLocale } from './checkout/money.js';
import { connectSite } from './checkout/site.js';
import type { AccountStartMessage, V3AccountStartMessage } from './shared/messages.js';
import { told } from './shared/texts.js';

const query = new URLSearchParams(location.search);

function main(element: HTMLElement): void {
  let accountId = '';
  const site = connectSite(query.get('origin'), (message: AccountStartMessage | V3AccountStartMessage) => {
    const started = 'transferToken' in message ? server.startV3(message) : server.start(message);
    void started.then((answer) => {
      const trouble = show(answer);
      if (trouble) replace(troublePart(trouble, logOut));
      if (trouble) site?.send({ type: 'plenigo:error', message: trouble.detail });
    });
  });
  const logOut = (): void => site?.send({ type: 'plenigo:logged-out' });

  const replace = (...content: HTMLElement[]): void => {
    element.removeAttribute('aria-busy');
    element.replaceChildren(...content);
    tellHeight();
  };
  // Measured at once: browsers do not run the observer below in a frame that nobody sees yet.
  const tellHeight = (): void => site?.send({ type: 'plenigo:height', height: element.getBoundingClientRect().height });

  const host: Omit<Host, 'level'> = {
    locale: chooseLocale(query.get('lang')),
    async change(change, pressed) {
      const answer = await server.change({ accountId, ...change });
      const trouble = show(answer);
      if (trouble) return trouble;
      if (answer.step === 'page' && answer.said) say(change.section, answer.said);
      // What was pressed is gone with the old page; its successor gets the focus, or else the heading of its part.
      const next = element.querySelector<HTMLElement>(`[data-key="${pressed}"]`);
      (next ?? document.getElementById(`${change.section}-heading`))?.focus({ preventScroll: true });
      return undefined;
    },
  };

  /** What is to be shown elsewhere than in place of the page. */
  function show(answer: Answer): Trouble | undefined {
    if (answer.step === 'error') return answer;
    if (answer.step === 'logged-out') {
      logOut();
    } else {
      ({ accountId } = answer);
      const parts = answer.sections.map((section, i) => partOf(section, { ...host, level: i === 0 ? 'h1' : 'h2' }));
      replace(...parts);
    }
    return undefined;
  }

  if (site) {
    new ResizeObserver(tellHeight).observe(element);
  } else {
    replace(troublePart({ step: 'error', code: 'no-site', detail: 'It is not in a frame of a site.' }, undefined));
  }
}

function partOf(section: SectionView, host: Host): HTMLElement {
  if (section.kind === 'form') return formPart(section, host);
  if (section.kind === 'list') return listPart(section, host);
  return part(section, host.level, h('p', { class: 'plain' }, told(section.text)));
}

/** Under the part that has changed. Screen readers announce a status only if it was there before its text. */
function say(section: string, text: string): void {
  const status = h('p', { class: 'said', role: 'status' });
  document.getElementById(section)?.append(status);
  requestAnimationFrame(() => {
    status.textContent = told(text);
  });
}

const element = document.getElementById('account');
if (element) main(element);
