/** A small site with a strict CSP and a buy button, for the browser tests of the checkout. */
import type { Sandbox } from '../../lib/sandbox/index.js';
import { listen } from '../support/listen.js';

export interface Site {
  url: string;
  /** What a click on the buy button does, as JavaScript; served as a file, since the CSP allows nothing inline. */
  onBuy: (functionName: string, argument: object) => void;
  /** The same with any script, which runs once the page is there. */
  onLoad: (text: string) => void;
  /** The `data-lang` of the script tag. */
  lang: string;
  attributes: string;
  /** Whether the policy lets the sandbox be framed. */
  frames: boolean;
  close: () => Promise<void>;
}

/** helmet's default policy, stricter about styles, with the sandbox allowed where it must be. */
function policy(sandbox: Sandbox, frames: boolean): string {
  return [
    "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'; object-src 'none'",
    `script-src 'self' ${sandbox.url}; script-src-attr 'none'; style-src 'self'; upgrade-insecure-requests`,
    `frame-src ${frames ? sandbox.url : "'none'"}`,
  ].join(';');
}

export async function startSite(sandbox: Sandbox, sdkUrl = sandbox.options.sdkUrl): Promise<Site> {
  let script = '';
  const { url, close } = await listen((req, res) => {
    const { pathname } = new URL(req.url ?? '/', site.url);
    if (pathname === '/buy.js') {
      res.setHeader('content-type', 'text/javascript').end(script);
    } else if (pathname === '/favicon.ico') {
      res.writeHead(204).end();
    } else {
      res.setHeader('content-type', 'text/html; charset=utf-8');
      res.setHeader('content-security-policy', policy(sandbox, site.frames));
      res.setHeader('cross-origin-opener-policy', 'same-origin');
      const text = '<p>Once upon a time there was a paragraph.</p>';
      res.end(`<!doctype html><html lang="en"><title>News</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<h1>News</h1>${text.repeat(30)}
<button id="buy">Special offer for you</button><div id="place"></div>${text.repeat(30)}
<script src="${sdkUrl}"${site.lang && ` data-lang="${site.lang}"`} ${site.attributes}></script><script src="/buy.js"></script></html>`);
    }
  });
  const site: Site = {
    url,
    close,
    lang: 'en',
    attributes: '',
    frames: true,
    onBuy(functionName, argument) {
      script = `document.getElementById('buy').addEventListener('click', () => plenigo.${functionName}(${JSON.stringify(argument)}));`;
    },
    onLoad(text) {
      script = text;
    },
  };
  return site;
}
