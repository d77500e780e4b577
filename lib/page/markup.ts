/** The HTML a page gets: the script tags and the buy button. */

import { refuse, type Subject } from '../check.js';
import { type AttributeValue, escapeHtml, renderAttributes, renderElement } from '../escape.js';

export interface ScriptTags {
  /** The attributes of the tag of plenigo's browser SDK. */
  sdk: Readonly<Record<string, AttributeValue>>;
  nonce: string | undefined;
  /** This package's own script; undefined if the site has not mounted the router. */
  client:
    | {
        src: string;
        /** Where the script asks for credentials. */
        endpoint?: string | undefined;
        csrfToken?: string | undefined;
        /** What the script can sell without asking: it holds a login token. */
        pageData?: object | undefined;
        /** What the script of an account page renders. */
        snippets?: readonly object[] | undefined;
      }
    | undefined;
}

/** plenigo's browser SDK and, behind it, this package's own small script. */
export function renderScriptTags({ sdk, nonce, client }: ScriptTags): string {
  const plenigos = renderElement('script', { ...sdk, nonce });
  if (client === undefined) return plenigos;
  const own = renderElement('script', {
    src: client.src,
    defer: true,
    'data-endpoint': client.endpoint,
    'data-csrf': client.csrfToken,
    'data-page': client.pageData && JSON.stringify(client.pageData),
    'data-snippets': client.snippets && JSON.stringify(client.snippets),
    nonce,
  });
  return `${plenigos}\n${own}`;
}

const subject: Subject = { name: 'attributes', code: 'invalid-argument' };

/** What would run script, submit a form, or replace what makes the button work. */
const reserved = /^(on.*|type|data-plenigo-.*|form.*|srcdoc|style)$/;

interface BuyButtonParts {
  /** What a click asks the router for. */
  offer: string;
  /** Of what the page's own login token can buy, if it has one. */
  mark?: string | undefined;
  attributes: Readonly<Record<string, AttributeValue>>;
}

/**
 * A button that starts the checkout without inline script.
 * @throws PlenigoArgumentError `invalid-argument` for an attribute that could run script or break the button.
 */
export function renderBuyButton(label: string, { offer, mark, attributes }: BuyButtonParts): string {
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (!/^[a-z][a-z0-9-]*$/.test(name) || reserved.test(name)) {
      refuse(subject, `attributes: ${JSON.stringify(name.slice(0, 40))} is not allowed on the buy button`);
    }
    if (value !== undefined && !['string', 'number', 'boolean'].includes(typeof value)) {
      refuse(subject, `attributes.${name}: expected a string, a number or a boolean`);
    }
  }
  const all = renderAttributes({
    ...attributes,
    type: 'button',
    'data-plenigo-checkout': offer,
    'data-plenigo-offer': mark,
  });
  return `<button${all}>${escapeHtml(String(label))}</button>`;
}
