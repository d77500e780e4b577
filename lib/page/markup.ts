/** The HTML a page gets: the script tags and the buy button; the only place that escapes for HTML. */

import { refuse, type Subject } from '../check.js';
import { type AttributeValue, escapeHtml, renderAttributes, renderElement } from '../escape.js';

export interface ScriptTags {
  /** Address of plenigo's browser SDK. */
  sdkUrl: string;
  language: string;
  nonce: string | undefined;
  /** This package's own script; undefined if the site has not mounted the router. */
  client: { src: string; endpoint?: string | undefined; csrfToken?: string | undefined } | undefined;
}

/** plenigo's browser SDK and, behind it, this package's own small script. */
export function renderScriptTags({ sdkUrl, language, nonce, client }: ScriptTags): string {
  const sdk = renderElement('script', { src: sdkUrl, 'data-lang': language, nonce });
  if (client === undefined) return sdk;
  const own = renderElement('script', {
    src: client.src,
    defer: true,
    'data-endpoint': client.endpoint,
    'data-csrf': client.csrfToken,
    'data-lang': language,
    nonce,
  });
  return `${sdk}\n${own}`;
}

const subject: Subject = { name: 'attributes', code: 'invalid-argument' };

/** What would run script, submit a form, or replace what makes the button work. */
const reserved = /^(on.*|type|data-plenigo-.*|form.*|srcdoc|style)$/;

/**
 * A button that starts the checkout without inline script.
 * @throws PlenigoArgumentError `invalid-argument` for an attribute that could run script or break the button.
 */
export function renderBuyButton(
  label: string,
  {
    offer,
    endpoint,
    attributes,
  }: { offer: string; endpoint: string; attributes: Readonly<Record<string, AttributeValue>> },
): string {
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
    'data-plenigo-endpoint': endpoint,
  });
  return `<button${all}>${escapeHtml(String(label))}</button>`;
}
