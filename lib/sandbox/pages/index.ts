/** What a browser gets from the sandbox by GET: the SDKs that sites load, pages, style sheets and scripts. */
import { createHash } from 'node:crypto';
import * as scripts from '../../generated/sandbox-scripts.js';
import { listSnippets } from '../account/snippets.js';
import { renderConsole, type Said } from '../console/page.js';
import type { Answer, Incoming } from '../endpoint.js';
import { ApiFailure, ownUrl, V2_SDK_PATH, V3_SDK_PATH } from '../http.js';
import { baseCss } from './base-css.js';
import { consoleCss } from './console-css.js';
import { frameCss } from './frame-css.js';
import { renderFrame } from './frames.js';

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#1b4fd8"/><path d="M16 7l8.2 4.6v8.8L16 25l-8.2-4.6v-8.8zM7.8 11.6 16 16.2l8.2-4.6M16 16.2V25M11.9 9.3l8.2 4.6" fill="none" stroke="#fff" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"/></svg>';

const OWN_ONLY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'";

/** The content type of each kind of page, and its policy. */
const KINDS: Readonly<Record<string, readonly [type: string, policy?: string]>> = {
  // The console may be in no frame, so that no site can have its buttons clicked.
  console: ['text/html', `${OWN_ONLY}; form-action 'self'; frame-ancestors 'none'`],
  // Any site may put the checkout and the self-service page into a frame.
  frame: ['text/html', `${OWN_ONLY}; form-action 'none'`],
  css: ['text/css'],
  script: ['text/javascript'],
  icon: ['image/svg+xml'],
};

interface Page {
  kind: string;
  text: string;
  /** Only the sandbox itself may read or embed it. */
  isOwn?: boolean;
  /** Default 200. */
  status?: number;
}

/** Makes rows of pages: for HEAD Node leaves the body out. */
function serve(pages: Readonly<Record<string, Page | ((incoming: Incoming) => Page)>>): Record<string, Answer> {
  const rows = Object.entries(pages).flatMap(([path, page]) => {
    const answer: Answer = (incoming) => sendPage(incoming, typeof page === 'function' ? page(incoming) : page);
    return [`GET ${path}`, `HEAD ${path}`].map((route) => [route, answer] as const);
  });
  return Object.fromEntries(rows);
}

export const CONSOLE_PAGES = serve({
  '/': (incoming) => renderConsolePage(incoming),
  '/console/console.css': { kind: 'css', text: consoleCss, isOwn: true },
  '/console/console.js': { kind: 'script', text: scripts.consolePage, isOwn: true },
  '/console/icon.svg': { kind: 'icon', text: ICON, isOwn: true },
});

export const PAGES = serve({
  '/base.css': { kind: 'css', text: baseCss },
  '/frame.css': { kind: 'css', text: frameCss },
  '/checkout': (incoming) => ({ kind: 'frame', text: renderFrame('checkout', incoming) }),
  '/checkout/checkout.js': { kind: 'script', text: scripts.checkoutPage },
  '/account': (incoming) => ({ kind: 'frame', text: renderFrame('account', incoming) }),
  '/account/account.js': { kind: 'script', text: scripts.accountPage },
  [V2_SDK_PATH]: ({ ids: [companyId], sandbox: { options, metering } }) => {
    if (companyId !== options.companyId) throw new ApiFailure(404, 'The sandbox has another company.');
    return handIn(scripts.plenigoSdk, { metering: metering.config(), snippets: listSnippets('v2') });
  },
  [V3_SDK_PATH]: handIn(scripts.plenigoV3Sdk, { snippets: listSnippets('v3') }),
});

/** Hands values to a script as an argument, so that the site's page gets no more globals than at plenigo. */
function handIn(script: string, values: object): Page {
  return { kind: 'script', text: `(SANDBOX=>{${script}})(${JSON.stringify(values)})` };
}

/** Renders the console, with what a form has done. */
export function renderConsolePage({ req, sandbox }: Incoming, said?: Said): Page {
  return { kind: 'console', text: renderConsole(sandbox, { url: ownUrl(req), said }), isOwn: true };
}

/** Sends a page, or says that the browser has this very one. */
export function sendPage({ req, res }: Incoming, page: Page): undefined {
  const { kind, text, isOwn = false, status = 200 } = page;
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  res.setHeader('x-content-type-options', 'nosniff');
  res.setHeader('etag', etag);
  // A sandbox restarts on the same port with other scripts after an upgrade, so browsers ask every time.
  res.setHeader('cache-control', 'no-cache');
  // Without its own address as referrer, a form of the console would be sent as if it came from nowhere.
  res.setHeader('referrer-policy', isOwn ? 'same-origin' : 'no-referrer');
  // A site may load the script with `crossorigin`, or run under Cross-Origin-Embedder-Policy.
  if (!isOwn) res.setHeader('access-control-allow-origin', '*');
  res.setHeader('cross-origin-resource-policy', isOwn ? 'same-origin' : 'cross-origin');
  const [type = '', policy] = KINDS[kind] ?? [];
  if (policy) {
    res.setHeader('content-security-policy', policy);
    res.setHeader('cross-origin-embedder-policy', 'require-corp');
  }
  if (status === 200 && req.method !== 'POST' && req.headers['if-none-match'] === etag) {
    res.writeHead(304).end();
    return;
  }
  res.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-length': Buffer.byteLength(text) });
  res.end(text);
}
