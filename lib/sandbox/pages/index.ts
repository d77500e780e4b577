/** Everything a browser gets from the sandbox by GET: script, checkout and self-service pages, style sheets, start page. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  accountPage as accountScript,
  checkoutPage as checkoutScript,
  plenigoSdk,
} from '../../generated/sandbox-scripts.js';
import { accountCss } from './account-css.js';
import { accountPage } from './account-page.js';
import { checkoutCss } from './checkout-css.js';
import { CHECKOUT_CSP, checkoutPage } from './checkout-page.js';
import { homeCss } from './home-css.js';
import { HOME_CSP, homePage } from './home-page.js';

interface Page {
  type: string;
  text: string;
  csp?: string;
}

const HTML = 'text/html; charset=utf-8';
const CSS = 'text/css; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';

/** The path of the browser SDK, the same as at plenigo. */
export function sdkPath(companyId: string): string {
  return `/static_resources/javascript/${encodeURIComponent(companyId)}/plenigo_sdk.min.js`;
}

function findPage(path: string, query: URLSearchParams, companyId: string): Page | undefined {
  switch (path) {
    case '/':
      return { type: HTML, csp: HOME_CSP, text: homePage({ companyId, sdkPath: sdkPath(companyId) }) };
    case '/home.css':
      return { type: CSS, text: homeCss };
    case '/checkout':
      return {
        type: HTML,
        csp: CHECKOUT_CSP,
        text: checkoutPage({ embedded: query.get('view') === 'embedded' }),
      };
    case '/checkout/checkout.css':
      return { type: CSS, text: checkoutCss };
    case '/checkout/checkout.js':
      return { type: SCRIPT, text: checkoutScript };
    case '/account':
      return { type: HTML, csp: CHECKOUT_CSP, text: accountPage() };
    case '/account/account.css':
      return { type: CSS, text: accountCss };
    case '/account/account.js':
      return { type: SCRIPT, text: accountScript };
    case sdkPath(companyId):
      return { type: SCRIPT, text: plenigoSdk };
    default:
      return undefined;
  }
}

/** Answers a GET or HEAD for a page, 404 for everything else. */
export function answerPage(
  req: IncomingMessage,
  res: ServerResponse,
  { path, query, companyId }: { path: string; query: URLSearchParams; companyId: string },
): void {
  const readable = req.method === 'GET' || req.method === 'HEAD';
  const page = readable ? findPage(path, query, companyId) : undefined;
  res.setHeader('x-content-type-options', 'nosniff');
  req.resume();
  if (!page) {
    res
      .writeHead(404, { 'content-type': 'text/plain; charset=utf-8' })
      .end('The sandbox has no such page.\n');
    return;
  }
  const etag = `"${createHash('sha256').update(page.text).digest('base64url').slice(0, 22)}"`;
  res.setHeader('etag', etag);
  // A sandbox restarts on the same port with other scripts after an upgrade, so browsers ask every time.
  res.setHeader('cache-control', 'no-cache');
  res.setHeader('referrer-policy', 'no-referrer');
  // A site may load the script with `crossorigin`, or run under Cross-Origin-Embedder-Policy.
  res.setHeader('access-control-allow-origin', '*');
  res.setHeader('cross-origin-resource-policy', 'cross-origin');
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
