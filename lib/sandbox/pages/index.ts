/** What a browser gets from the sandbox by GET: the SDKs that sites load, pages, style sheets and scripts. */
import { createHash } from 'node:crypto';
import {
  accountPage as accountScript,
  checkoutPage as checkoutScript,
  consolePage as consoleScript,
  plenigoSdk,
  plenigoV3Sdk,
} from '../../generated/sandbox-scripts.js';
import { renderConsole, type Said } from '../console/page.js';
import type { Answer, Incoming } from '../endpoint.js';
import { ApiFailure, ownUrl, V2_SDK_PATH, V3_SDK_PATH } from '../http.js';
import { accountCss } from './account-css.js';
import { baseCss } from './base-css.js';
import { checkoutCss } from './checkout-css.js';
import { consoleCss } from './console-css.js';
import { renderFrame } from './frames.js';
import { consoleIcon } from './icon.js';
import { chooseLocale } from './language.js';

const TYPES = {
  // The console may be in no frame, so that no site can have its buttons clicked.
  console: 'text/html; charset=utf-8',
  // Any site may put the checkout and the self-service page into a frame.
  frame: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  script: 'text/javascript; charset=utf-8',
  icon: 'image/svg+xml; charset=utf-8',
};

const OWN_ONLY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'";
const POLICIES: Partial<Record<keyof typeof TYPES, string>> = {
  console: `${OWN_ONLY}; form-action 'self'; frame-ancestors 'none'`,
  frame: `${OWN_ONLY}; form-action 'none'`,
};

interface Page {
  kind: keyof typeof TYPES;
  text: string;
  /** Only the sandbox itself may read or embed it. */
  isOwn?: boolean;
  /** Default 200. */
  status?: number;
}

type Pages = Readonly<Record<string, (incoming: Incoming) => Page>>;

const CONSOLE: Pages = {
  '/': (incoming) => renderConsolePage(incoming),
  '/console/console.css': () => ({ kind: 'css', text: consoleCss, isOwn: true }),
  '/console/console.js': () => ({ kind: 'script', text: consoleScript, isOwn: true }),
  '/console/icon.svg': () => ({ kind: 'icon', text: consoleIcon, isOwn: true }),
};

const OTHERS: Pages = {
  '/base.css': () => ({ kind: 'css', text: baseCss }),
  '/checkout': (incoming) => renderFramePage('checkout', incoming),
  '/checkout/checkout.css': () => ({ kind: 'css', text: checkoutCss }),
  '/checkout/checkout.js': () => ({ kind: 'script', text: checkoutScript }),
  '/account': (incoming) => renderFramePage('account', incoming),
  '/account/account.css': () => ({ kind: 'css', text: accountCss }),
  '/account/account.js': () => ({ kind: 'script', text: accountScript }),
  [V2_SDK_PATH]: ({ ids: [companyId], sandbox: { options, metering } }) => {
    if (companyId !== options.companyId) throw new ApiFailure(404, 'The sandbox has another company.');
    // The settings are handed in, so that the site's page gets no more globals than at plenigo.
    return { kind: 'script', text: `(METERING=>{${plenigoSdk}})(${JSON.stringify(metering.config())})` };
  },
  [V3_SDK_PATH]: () => ({ kind: 'script', text: plenigoV3Sdk }),
};

/** Renders the console, with what a form has done. */
export function renderConsolePage({ req, sandbox }: Incoming, said?: Said): Page {
  return { kind: 'console', text: renderConsole(sandbox, { url: ownUrl(req), said }), isOwn: true };
}

function renderFramePage(frame: 'checkout' | 'account', { req, query, sandbox }: Incoming): Page {
  const locale = chooseLocale(query.get('lang'), sandbox.options.language, req.headers['accept-language']);
  return { kind: 'frame', text: renderFrame(frame, { query, locale }) };
}

/** Makes rows of pages: for HEAD Node leaves the body out. */
function serve(pages: Pages): Readonly<Record<string, Answer>> {
  const rows = Object.entries(pages).flatMap(([path, make]) => {
    const answer: Answer = (incoming) => sendPage(incoming, make(incoming));
    return [`GET ${path}`, `HEAD ${path}`].map((route) => [route, answer]);
  });
  return Object.fromEntries(rows);
}

export const CONSOLE_PAGES = serve(CONSOLE);
export const PAGES = serve(OTHERS);

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
  const policy = POLICIES[kind];
  if (policy) {
    res.setHeader('content-security-policy', policy);
    res.setHeader('cross-origin-embedder-policy', 'require-corp');
  }
  if (status === 200 && req.method !== 'POST' && req.headers['if-none-match'] === etag) {
    res.writeHead(304).end();
    return;
  }
  res.writeHead(status, { 'content-type': TYPES[kind], 'content-length': Buffer.byteLength(text) });
  res.end(text);
}
