/** The two pages that sites show to readers in frames, the checkout and the self-service. Both begin with a spinner. */
import type { Incoming } from '../endpoint.js';
import { showHeader } from './checkout-screens.js';
import { html, renderDocument } from './html.js';
import { chooseLocale, makeWriter } from './language.js';
import { type PageName, showTrouble } from './trouble.js';

/** Renders the frame that the script of the site's page opens with this query. */
export function renderFrame(page: PageName, { req, query, sandbox }: Incoming): string {
  const locale = chooseLocale(query.get('lang'), sandbox.options.language, req.headers['accept-language']);
  const writer = makeWriter(locale);
  const { translate: t } = writer;
  const isCheckout = page === 'checkout';
  const isEmbedded = !isCheckout || query.get('view') === 'embedded';
  const isV3 = query.get('api') === 'v3';
  const view = { page, writer, isV3 };
  const scheme = ['light', 'dark'].find((known) => known === query.get('scheme')) ?? '';
  const title = t(isCheckout ? 'Checkout' : 'Your account');
  const screen = html`<main id="screen" aria-busy="true"><h1 class="unseen" id="heading">${title}</h1>
<div class="loading ${!isCheckout && 'panel'}" role="status"><span class="spinner large"></span>
<span>${t(isCheckout ? 'Opening the checkout…' : 'One moment…')}</span></div></main>`;
  // In a page it is a part like any other, and over the page a dialog.
  const role = !isEmbedded && html`role="dialog" aria-modal="true" aria-labelledby="heading"`;
  return renderDocument({
    lang: writer.language,
    title,
    attributes: html` class="${page} ${isEmbedded ? 'embedded' : 'overlay'} ${scheme}" data-locale="${locale}"${
      isV3 && html` data-api="v3"`
    }`,
    css: ['/base.css', '/frame.css'],
    script: `/${page}/${page}.js`,
    // The script shows the templates where the sandbox cannot say it.
    body: html`${
      isCheckout
        ? html`<div id="sheet" class="sheet" data-screen="loading" ${role}>
${showHeader(writer, { isEmbedded })}${screen}</div>`
        : screen
    }
<template id="network">${showTrouble({ code: 'network', detail: 'The request got no answer.' }, view)}</template>
<template id="no-site">${showTrouble({ code: 'no-site', detail: 'It is not in a frame of a site.' }, view)}</template>`,
  });
}
