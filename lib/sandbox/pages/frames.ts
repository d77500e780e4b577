/** The two pages that sites show to readers in frames, the checkout and the self-service. Both begin with a spinner. */

import { showTrouble as showAccountTrouble } from '../account/trouble.js';
import { showCheckoutError, showHeader } from './checkout-screens.js';
import { type Html, html, renderDocument } from './html.js';
import { Writer } from './language.js';

/** Renders the frame that the script of the site's page opens with this query. */
export function renderFrame(kind: 'checkout' | 'account', place: { query: URLSearchParams; locale: string }): string {
  const { query, locale } = place;
  const writer = new Writer(locale);
  const { translate: t } = writer;
  const isEmbedded = kind === 'account' || query.get('view') === 'embedded';
  const isV3 = query.get('api') === 'v3';
  const scheme = ['light', 'dark'].find((known) => known === query.get('scheme')) ?? '';
  const layout = isEmbedded ? 'embedded' : 'overlay';
  const title = t(kind === 'checkout' ? 'Checkout' : 'Your account');
  const waiting = t(kind === 'checkout' ? 'Opening the checkout…' : 'One moment…');
  const spinner = html`<h1 class="unseen" id="heading">${title}</h1>
<div class="loading" role="status"><span class="spinner large"></span><span>${waiting}</span></div>`;
  const showTrouble = (code: 'network' | 'no-site', detail: string): Html =>
    kind === 'checkout'
      ? showCheckoutError({ code, detail }, { writer, isV3 })
      : showAccountTrouble({ code, detail }, writer);
  return renderDocument({
    lang: writer.language,
    title,
    attributes: html` class="${layout} ${scheme}" data-locale="${locale}"${isV3 && html` data-api="v3"`}`,
    css: ['/base.css', '/checkout/checkout.css', ...(kind === 'account' ? ['/account/account.css'] : [])],
    script: `/${kind}/${kind}.js`,
    // The script shows these where the sandbox cannot say it.
    body: html`${
      kind === 'checkout'
        ? html`<div id="sheet" class="sheet" data-screen="loading" role="${isEmbedded ? 'region' : 'dialog'}"${
            !isEmbedded && html` aria-modal="true"`
          } aria-labelledby="heading">${showHeader(writer, { isEmbedded })}<div id="screen">${spinner}</div></div>`
        : html`<main id="screen" class="account" aria-busy="true">${spinner}</main>`
    }
<template id="network">${showTrouble('network', 'The request got no answer.')}</template>
<template id="no-site">${showTrouble('no-site', 'The page is not in a frame of a site.')}</template>`,
  });
}
