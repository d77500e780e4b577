/** Everything a browser gets from the sandbox by GET: script, checkout and self-service pages, style sheets, the sandbox's own page. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  accountPage as accountScript,
  checkoutPage as checkoutScript,
  consolePage as consoleScript,
  plenigoSdk,
  plenigoV3Sdk,
} from '../../generated/sandbox-scripts.js';
import type { Metering } from '../metering/metering.js';
import { V3_SDK_PATH } from '../v3/calls.js';
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

/** The path of the browser SDK, the same as at plenigo. */
export function sdkPath(companyId: string): string {
  return `/static_resources/javascript/${encodeURIComponent(companyId)}/plenigo_sdk.min.js`;
}

/** `url`: where the sandbox is; `lang`: what it speaks there. */
interface Place {
  path: string;
  query: URLSearchParams;
  companyId: string;
  metering: Metering;
  url: string;
  lang: Language;
}

function findPage({ path, query, companyId, metering, url, lang }: Place): Page | undefined {
  const scheme = ['light', 'dark'].find((known) => known === query.get('scheme')) ?? '';
  switch (path) {
    case '/':
      return {
        type: HTML,
        csp: CONSOLE_CSP,
        own: true,
        text: consolePage({ companyId, sdkPath: sdkPath(companyId), url, lang }),
      };
    case '/console/console.css':
      return { type: CSS, own: true, text: consoleCss };
    case '/console/console.js':
      return { type: SCRIPT, own: true, text: consoleScript };
    case '/console/icon.svg':
      return { type: SVG, own: true, text: consoleIcon };
    case '/checkout':
      return {
        type: HTML,
        csp: FRAMED_CSP,
        text: checkoutPage({ embedded: query.get('view') === 'embedded', lang, scheme }),
      };
    case '/checkout/checkout.css':
      return { type: CSS, text: checkoutCss };
    case '/checkout/checkout.js':
      return { type: SCRIPT, text: checkoutScript };
    case '/account':
      return { type: HTML, csp: FRAMED_CSP, text: accountPage({ lang, scheme }) };
    case '/account/account.css':
      return { type: CSS, text: accountCss };
    case '/account/account.js':
      return { type: SCRIPT, text: accountScript };
    case sdkPath(companyId):
      // Handed in, so that the site's page gets no more globals than at plenigo.
      return { type: SCRIPT, text: `(METERING=>{${plenigoSdk}})(${JSON.stringify(metering.config())})` };
    case V3_SDK_PATH:
      return { type: SCRIPT, text: plenigoV3Sdk };
    default:
      return undefined;
  }
}

/** Answers a GET or HEAD for a page, 404 for everything else. */
export function answerPage(
  req: IncomingMessage,
  res: ServerResponse,
  { language, ...place }: Omit<Place, 'url' | 'lang'> & { language: Language | undefined },
): void {
  const readable = req.method === 'GET' || req.method === 'HEAD';
  const url = `http://127.0.0.1:${req.socket.localPort}`;
  const lang = languageOf(place.query.get('lang'), language, req.headers['accept-language']);
  const page = readable ? findPage({ ...place, url, lang }) : undefined;
  res.setHeader('x-content-type-options', 'nosniff');
  req.resume();
  if (!page) {
    res.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('The sandbox has no such page.\n');
    return;
  }
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
