/** The sandbox's own page, as HTML: everything that there is, and a form for everything that can be done. */
import { makeSdkPath, V3_PATH, V3_SDK_PATH } from '../addresses.js';
import type { Backend } from '../backend.js';
import { type Html, html, renderDocument } from '../pages/html.js';
import { showCustomers } from './customers.js';
import { showDialog, showPanel } from './parts.js';
import { showClock, showFaults, showPaywall } from './switches.js';
import { listOpenTokens, showCallbacks, showRequests, showTokens } from './traffic.js';

/** What a form has done, or why it has not. */
export interface Said {
  readonly text: string;
  /** The field of the form that has to be corrected. */
  readonly field?: string;
}

function showCounts(sandbox: Backend): Html {
  const { state, log, faults } = sandbox;
  const counts: readonly (readonly [string, string, string | number, boolean])[] = [
    ['customers', 'Customers', state.customers.length, false],
    ['requests', 'Requests', log.total, false],
    ['paywall', 'Paywall', state.paywall.enabled ? 'on' : 'off', !state.paywall.enabled],
    ['faults', 'Faults', faults.waiting.length, faults.waiting.length > 0],
    ['tokens', 'Tokens', listOpenTokens(sandbox).length, false],
  ];
  const links = counts.map(
    ([id, label, count, isUnusual]) =>
      html`<a href="#${id}" data-kind="${isUnusual ? 'note' : 'plain'}">${label} <strong>${count}</strong></a>`,
  );
  return html`<nav class="counts" aria-label="On this page">${links}</nav>`;
}

/** Shows what a site needs to know to talk to this sandbox. */
function showConnection({ options: { companyId } }: Backend, url: string): Html {
  const rows = {
    companyId,
    apiUrl: url,
    sdkUrl: url + makeSdkPath(companyId),
    'apiUrl of v3': url + V3_PATH,
    'sdkUrl of v3': url + V3_SDK_PATH,
  };
  const facts = Object.entries(rows).map(
    ([name, value]) => html`<div><dt>${name}</dt><dd><code>${value}</code></dd></div>`,
  );
  const reset = showDialog('reset', {
    opener: { label: 'Reset', kind: 'small' },
    title: 'Reset the sandbox?',
    action: 'reset',
    fields: html`<p class="soft">Customers, purchases, tokens, requests and faults are forgotten; what it was started with is there
again.</p>`,
    submit: 'Reset',
    isCareful: true,
  });
  return showPanel('connection', 'Connection', {
    body: html`<dl class="facts">${facts}
<div><dt>secret, apiToken</dt><dd>Known only to the program that started the sandbox.</dd></div></dl>
<div class="row apart"><p class="row-text">Begin again
<span class="soft">Forgets everything that happened here.</span></p>${reset}</div>`,
  });
}

/** Renders the page of a sandbox that a site reaches at `url`. Its script shows the fresh `<main>` in place of the old. */
export function renderConsole(sandbox: Backend, { url, said }: { url: string; said?: Said | undefined }): string {
  return renderDocument({
    lang: 'en',
    title: 'plenigo sandbox',
    css: ['/base.css', '/console/console.css'],
    script: '/console/console.js',
    body: html`<header class="top">
<img src="/console/icon.svg" alt="" width="40" height="40">
<h1>plenigo sandbox</h1>
<p class="badge" id="live" role="status" data-kind="note">Reload to see what is new</p>
<p class="soft">Plays plenigo for a site under development. It forgets everything when it stops, and moves no money.</p>
</header>
<main>
${showCounts(sandbox)}
<div class="column">${showCustomers(sandbox)}${showRequests(sandbox)}${showCallbacks(sandbox)}</div>
<div class="column">${showPaywall(sandbox)}${showClock(sandbox)}${showFaults(sandbox)}${showTokens(sandbox)}
${showConnection(sandbox, url)}</div>
</main>
<p class="toast box" id="toast" role="status" data-field="${said?.field ?? ''}">${said?.text}</p>`,
  });
}
