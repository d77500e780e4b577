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
    refuse(
      subject,
      'buyButton: got the options of Handlebars; call it in a helper of your own, as docs/templates.md does',
    );
  }
  checkValue(label, { rule: labelRule, subject });
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (!/^[a-z][a-z0-9-]*$/.test(name) || reserved.test(name)) {
      refuse(subject, `attributes: ${JSON.stringify(name.slice(0, 40))} is not allowed on the buy button`);
    }
    if (value !== undefined && !['string', 'number', 'boolean'].includes(typeof value)) {
      refuse(subject, `attributes.${name}: expected a string, a number or a boolean`);
    }
  }
}

interface BuyButtonParts {
  /** The sealed offer that a click sends to the router. */
  offer: string;
  /** Names the call of the page's own login token, if the page has one. */
  mark?: string | undefined;
  /** Told to who listens for `plenigo:open`. */
  productId?: string | undefined;
  /** Those that `checkBuyButton` has let pass. */
  attributes: ButtonAttributes;
  wording: Wording;
}

/** What makes a button start the checkout. */
export function describeButton(parts: Pick<BuyButtonParts, 'offer' | 'mark' | 'productId'>): Record<string, string> {
  const { offer, mark, productId } = parts;
  const known = { 'data-plenigo-offer': mark, 'data-plenigo-product': productId };
  const told = Object.entries(known).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { type: 'button', 'data-plenigo-checkout': offer, ...Object.fromEntries(told) };
}

/**
 * Renders a button that starts the checkout without inline script. A click before our script has run shows the help, and our
 * script goes on from there. Without JavaScript the sentence beside the button has the id of the help, so that nothing opens.
 */
export function renderBuyButton(label: string, { attributes, wording, ...parts }: BuyButtonParts): string {
  const id = `plenigo-${randomUUID()}`;
  // A second click of a double click leaves open what the first has opened.
  const all = renderAttributes({
    ...attributes,
    ...describeButton(parts),
    popovertarget: id,
    popovertargetaction: 'show',
  });
  const says = renderAttributes({ id, lang: wording.language });
  const button = `<button${all}>${escapeHtml(String(label))}</button>`;
  const sentence = `<noscript> <span${says}>${escapeHtml(wording.noScript)}</span></noscript>`;
  const help = escapeHtml(`${wording.oneMoment} ${wording.nothingHappens}`);
  return `${button}${sentence}<span${says} popover data-plenigo-help>${help}</span>`;
}
