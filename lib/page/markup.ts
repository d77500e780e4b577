/** The HTML of the buy button. */

import { randomUUID } from 'node:crypto';
import { argument, checkValue, isObject, type Rule, refuse } from '../base/check.js';
import { escapeHtml, renderAttributes } from '../base/escape.js';
import type { Wording } from '../base/texts.js';
import type { ButtonAttributes } from './locals.js';

const subject = argument('buyButton');

const labelRule: Rule = {
  expected: 'a label that is not empty, such as "Buy this article"',
  test: (label) => (typeof label === 'string' && label !== '') || typeof label === 'number',
};

/** Attributes that would run script, submit a form, or replace what makes the button work. */
const reserved = /^(on.*|type|data-plenigo-.*|form.*|popover.*|command.*|srcdoc|style)$/;

/** Checks the arguments for every reader, whether or not they see the button. @throws PlenigoArgumentError `invalid-argument`. */
export function checkBuyButton(label: unknown, attributes: Readonly<Record<string, unknown>> = {}): void {
  // Handlebars hands such options to a function that a template calls directly.
  if ([label, attributes].some((value) => isObject(value) && Object.hasOwn(value, 'hash'))) {
    refuse(subject, 'buyButton: got the options of Handlebars; call it in a helper, as docs/templates.md does');
  }
  checkValue(label, { rule: labelRule, subject });
  for (const [name, value] of Object.entries(attributes)) {
    if (!/^[a-z][a-z0-9-]*$/.test(name) || reserved.test(name)) {
      refuse(subject, `attributes: ${JSON.stringify(name.slice(0, 40))} is not allowed on the buy button`);
    }
    if (value !== undefined && !['string', 'number', 'boolean'].includes(typeof value)) {
      refuse(subject, `attributes.${name}: expected a string, a number or a boolean`);
    }
  }
}

interface DescribedOffer {
  /** Sealed. A click sends it to the router. */
  readonly offer: string;
  /** Names the call of the page's own login token, if the page has one. */
  readonly mark?: string | undefined;
  /** Told to who listens for `plenigo:open`. */
  readonly productId?: string | undefined;
}

/** What makes a button start the checkout. */
export function describeButton({ offer, mark, productId }: DescribedOffer) {
  return {
    type: 'button',
    'data-plenigo-checkout': offer,
    ...(mark !== undefined && { 'data-plenigo-offer': mark }),
    ...(productId !== undefined && { 'data-plenigo-product': productId }),
  };
}

/**
 * Renders a button that starts the checkout without inline script. A click before our script has run shows the help, and our
 * script goes on from there. Without JavaScript the sentence beside the button has the id of the help, so that nothing opens.
 */
export function renderBuyButton(label: string, attributes: ButtonAttributes, wording: Wording): string {
  const id = `plenigo-${randomUUID()}`;
  // A second click of a double click leaves open what the first has opened.
  const all = renderAttributes({ ...attributes, popovertarget: id, popovertargetaction: 'show' });
  const says = renderAttributes({ id, lang: wording.language });
  const button = `<button${all}>${escapeHtml(String(label))}</button>`;
  const sentence = `<noscript> <span${says}>${escapeHtml(wording.noScript)}</span></noscript>`;
  const help = escapeHtml(`${wording.oneMoment} ${wording.nothingHappens}`);
  return `${button}${sentence}<span${says} popover data-plenigo-help>${help}</span>`;
}
