/** Everything a browser gets from the sandbox by GET: script, checkout and self-service pages, style sheets, the sandbox's own page. */
import { createHash } from 'node:crypto';
import {
  accountPage as accountScript,
  checkoutPage as checkoutScript,
  consolePage as consoleScript,
  plenigoSdk,
  plenigoV3Sdk,
} from '../../generated/sandbox-scripts.js';
import { makeSdkPath, V2_SDK_PATH, V3_SDK_PATH } from '../addresses.js';
import type { Endpoint, Incoming } from '../endpoint.js';
import { ApiFailure, ownUrl } from '../http.js';
import { accountCss } from './account-css.js';
import { accountPage } from './account-page.js';
import { checkoutCss } from './checkout-css.js';
import { checkoutPage } from './checkout-page.js';
import { consoleCss } from './console-css.js';
import { consoleIcon, consolePage } from './console-page.js';
import { CONSOLE_CSP, FRAMED_CSP } from './csp.js';
import { type Language, languageOf } from './language.js';

interface Page {
  type: string;
  text: string;
  csp?: string;
  /** Only for the sandbox's own page: no other site may read or embed it. */
  own?: boolean;
}

const HTML = 'text/html; charset=utf-8';
const CSS = 'text/css; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';
const SVG = 'image/svg+xml; charset=utf-8';

const CONSOLE: Readonly<Record<string, (incoming: Incoming) => Page>> = {
  '/': ({ req, query, sandbox }) => ({
    type: HTML,
    csp: CONSOLE_CSP,
    own: true,
    text: consolePage({
      companyId: sandbox.options.companyId,
      sdkPath: makeSdkPath(sandbox.options.companyId),
      url: ownUrl(req),
      lang: chooseLanguage({ req, query, sandbox }),
      calls: sandbox.faults.calls,
    }),
  }),
  '/console/console.css': () => ({ type: CSS, own: true, text: consoleCss }),
  '/console/console.js': () => ({ type: SCRIPT, own: true, text: consoleScript }),
  '/console/icon.svg': () => ({ type: SVG, own: true, text: consoleIcon }),
};

const OTHERS: Readonly<Record<string, (incoming: Incoming) => Page>> = {
  '/checkout': (incoming) => ({
    type: HTML,
    csp: FRAMED_CSP,
    text: checkoutPage({
      embedded: incoming.query.get('view') === 'embedded',
      lang: chooseLanguage(incoming),
      scheme: chooseScheme(incoming),
    }),
  }),
  '/checkout/checkout.css': () => ({ type: CSS, text: checkoutCss }),
  '/checkout/checkout.js': () => ({ type: SCRIPT, text: checkoutScript }),
  '/account': (incoming) => ({
    type: HTML,
    csp: FRAMED_CSP,
    text: accountPage({ lang: chooseLanguage(incoming), scheme: chooseScheme(incoming) }),
  }),
  '/account/account.css': () => ({ type: CSS, text: accountCss }),
  '/account/account.js': () => ({ type: SCRIPT, text: accountScript }),
  [V2_SDK_PATH]: ({ ids: [companyId], sandbox: { options, metering } }) => {
    if (companyId !== options.companyId) throw new ApiFailure(404, 'The sandbox has another company.');
    // Handed in, so that the site's page gets no more globals than at plenigo.
    return { type: SCRIPT, text: `(METERING=>{${plenigoSdk}})(${JSON.stringify(metering.config())})` };
  },
  [V3_SDK_PATH]: () => ({ type: SCRIPT, text: plenigoV3Sdk }),
};

function chooseLanguage({ req, query, sandbox }: Pick<Incoming, 'req' | 'query' | 'sandbox'>): Language {
  return languageOf(query.get('lang'), sandbox.options.language, req.headers['accept-language']);
}

function chooseScheme({ query }: Incoming): string {
  return ['light', 'dark'].find((known) => known === query.get('scheme')) ?? '';
}

/** Makes rows of pages: for HEAD Node leaves the body out. */
function serve(pages: Readonly<Record<string, (incoming: Incoming) => Page>>) {
  return Object.entries(pages).flatMap(([path, make]) =>
    ['GET', 'HEAD'].map((method) => ({
      route: `${method} ${path}`,
      answer: (incoming: Incoming) => sendPage(incoming, make(incoming)),
    })),
  );
}

export const CONSOLE_PAGES: readonly Omit<Endpoint, 'door'>[] = serve(CONSOLE);
export const PAGES: readonly Omit<Endpoint, 'door'>[] = serve(OTHERS);

function sendPage({ req, res }: Incoming, page: Page): undefined {
  res.setHeader('x-content-type-options', 'nosniff');
  const etag = `"${createHash('sha256').update(page.text).digest('base64url').slice(0, 22)}"`;
  res.setHeader('etag', etag);
  // A sandbox restarts on the same port with other scripts after an upgrade, so browsers ask every time.
  res.setHeader('cache-control', 'no-cache');
  res.setHeader('referrer-policy', 'no-referrer');
  // A site may load the script with `crossorigin`, or run under Cross-Origin-Embedder-Policy.
  if (!page.own) res.setHeader('access-control-allow-origin', '*');
  res.setHeader('cross-origin-resource-policy', page.own ? 'same-origin' : 'cross-origin');
  if (page.csp) {
    res.setHeader('content-security-policy', page.csp);
    res.setHeader('cross-origin-embedder-policy', 'require-corp');
  }
  if (req.headers['if-none-match'] === etag) {
    res.writeHead(304).end();
    return;
  }
  res.writeHead(200, { 'content-type': page.type, 'content-length': Buffer.byteLength(page.text) });
  res.end(page.text);
}
