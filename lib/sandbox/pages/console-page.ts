/** The HTML of the sandbox's own page: headings, forms and empty lists; its script fills them and keeps them up to date. */

import { V3_PATH, V3_SDK_PATH } from '../addresses.js';
import type { Language } from './language.js';

/** The mark of the sandbox, also in the browser's tab. */
export const consoleIcon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#1b4fd8"/><path d="M16 7l8.2 4.6v8.8L16 25l-8.2-4.6v-8.8zM7.8 11.6 16 16.2l8.2-4.6M16 16.2V25M11.9 9.3l8.2 4.6" fill="none" stroke="#fff" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"/></svg>';

function safe(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A part of the page: its heading takes the focus when what had it is gone. */
function panel(id: string, title: string, { head = '', body }: { head?: string; body: string }): string {
  return `<section class="panel" id="${id}" aria-labelledby="${id}-title">
<div class="panel-head"><h2 id="${id}-title" tabindex="-1">${title}</h2>${head}</div>
${body}
</section>`;
}

/** A list, what to say while it is empty, and what to say when it is not whole. */
function list(id: string, empty: string): string {
  return `<ul class="list" id="${id}-list" role="list" aria-labelledby="${id}-title"></ul>
<p class="empty" id="${id}-empty">${empty}</p>
<p class="more" id="${id}-more" hidden></p>`;
}

function field(id: string, label: string, control: string): string {
  return `<div class="field" id="${id}-field"><label for="${id}">${label}</label>${control}</div>`;
}

function dialog(id: string, { title, fields, submit }: { title: string; fields: string; submit: string }): string {
  return `<dialog id="${id}" aria-labelledby="${id}-title">
<form novalidate>
<h2 id="${id}-title">${title}</h2>
${fields}
<p class="problem" role="alert"></p>
<div class="buttons"><button type="submit" class="primary">${submit}</button><button type="button" class="quiet" data-close>Cancel</button></div>
</form>
</dialog>`;
}

const faultForm = (calls: readonly string[]) => `<form id="fault-form" novalidate>
${field('fault-call', 'Which call', `<select id="fault-call"><option value="">Every call</option>${calls.map((call) => `<option>${call}</option>`).join('')}</select>`)}
<div class="pair">
${field('fault-effect', 'What happens', `<select id="fault-effect"><option value="status">An error</option><option value="delay">A late answer</option><option value="hang">No answer</option><option value="reset">A reset connection</option></select>`)}
${field('fault-status', 'Status', `<input id="fault-status" type="number" inputmode="numeric" min="200" max="599" value="503" list="statuses">`)}
${field('fault-delay', 'Delay in ms', `<input id="fault-delay" type="number" inputmode="numeric" min="0" max="600000" value="3000">`)}
</div>
<div class="pair">
${field('fault-until', 'How long', `<select id="fault-until"><option value="off">Until switched off</option><option value="times">For some requests</option></select>`)}
${field('fault-times', 'Requests', `<input id="fault-times" type="number" inputmode="numeric" min="1" max="100000" value="1">`)}
</div>
<p class="problem" role="alert"></p>
<button type="submit" class="primary">Switch the fault on</button>
<datalist id="statuses">${[400, 401, 402, 403, 404, 409, 423, 429, 500, 502, 503, 504].map((status) => `<option value="${status}"></option>`).join('')}</datalist>
</form>`;

const customers = panel('customers', 'Customers', {
  head: '<button type="button" class="secondary" id="add-customer-open">Add a customer</button>',
  body: list('customers', 'No customers yet. They appear when your site registers one, or you add one here.'),
});

const tokens = panel('tokens', 'Login tokens', {
  head: '<button type="button" class="secondary" id="expire-all" hidden>Expire all</button>',
  body: `${list('tokens', 'No login tokens yet. Your site asks for one whenever a reader may want to buy.')}
<p class="more" id="token-failures" hidden></p>`,
});

const faults = (calls: readonly string[]) =>
  panel('faults', 'Faults', {
    body: `${list('faults', 'None is on: every call is answered as it should be.')}
${faultForm(calls)}`,
  });

const requests = panel('requests', 'Requests', {
  body: list('requests', 'No requests yet. Point your site here and open a page that sells something.'),
});

const callbacks = panel('callbacks', 'Callbacks', {
  body: list('callbacks', 'None yet. Those of API v3 are sent once the sandbox has a callbackUrl.'),
});

/** A select of texts by value. */
function select(id: string, options: Record<string, string>): string {
  const list = Object.entries(options).map(([value, text]) => `<option value="${value}">${text}</option>`);
  return `<select id="${id}">${list.join('')}</select>`;
}

function views(id: string): string {
  return `<input id="${id}" type="number" inputmode="numeric" min="0" max="100000" value="3">`;
}

const paywall = panel('paywall', 'Paywall', {
  head: '<button type="button" class="secondary" id="paywall-switch">Switch off</button>',
  body: `<p class="state" id="paywall-state">On: readers get what they have bought.</p>
<form id="metering-form" aria-labelledby="metering-title" novalidate>
<h3 id="metering-title">Free views</h3>
${field('metering-activated', 'Readers have', select('metering-activated', { false: 'No free views', true: 'Free views' }))}
<div id="metering-fields">
<div class="pair">
${field('metering-views', 'Anonymous', views('metering-views'))}
${field('metering-after', 'Logged in', views('metering-after'))}
${field('metering-period', 'In a', select('metering-period', { DAY: 'Day', WEEK: 'Week', MONTH: 'Month', YEAR: 'Year' }))}
</div>
<div class="pair">
${field('metering-start', 'Starts with', select('metering-start', { false: 'First view', true: 'First day' }))}
${field('metering-unique', 'What counts', select('metering-unique', { false: 'Every view', true: 'New articles only' }))}
</div>
</div>
<p class="problem" role="alert"></p>
<button type="submit" class="primary">Save the free views</button>
</form>
<div class="row" id="views-reset-row"><p class="row-text">Readers’ counts<span class="row-sub">They are kept in the readers’ browsers.</span></p><button type="button" class="small" id="views-reset">Reset all counts</button></div>`,
});

const clock = panel('clock', 'Time', {
  head: '<p class="row-sub"><time id="clock-now"></time></p>',
  body: `<p class="hint">Login tokens expire by this clock, and subscriptions renew or end. It only goes forward.</p>
<div class="buttons">${[
    ['6 minutes', 6 * 60_000],
    ['A day', 86_400_000],
    ['A month', 31 * 86_400_000],
  ]
    .map(
      ([text, ms]) =>
        `<button type="button" class="secondary" data-ms="${ms}" aria-label="Go forward: ${text}">${text}</button>`,
    )
    .join('')}</div>`,
});

/** What a site needs to know to talk to this sandbox. */
function connection({ companyId, sdkPath, url }: { companyId: string; sdkPath: string; url: string }): string {
  const rows = [
    ['companyId', companyId],
    ['apiUrl', url],
    ['sdkUrl', url + sdkPath],
    ['apiUrl of v3', url + V3_PATH],
    ['sdkUrl of v3', url + V3_SDK_PATH],
  ];
  return panel('connection', 'Connection', {
    body: `<dl class="facts">${rows.map(([name = '', value = '']) => `<div><dt>${name}</dt><dd><code>${safe(value)}</code></dd></div>`).join('')}
<div><dt>secret, apiToken</dt><dd>Known only to the program that started the sandbox.</dd></div></dl>
<div class="row" id="reset-row"><p class="row-text">Begin again<span class="row-sub">Forgets everything that happened here.</span></p><button type="button" class="small" id="reset">Reset</button></div>`,
  });
}

const dialogs = [
  dialog('add-customer', {
    title: 'Add a customer',
    fields: [
      field('new-email', 'E-mail address', '<input id="new-email" type="email" autocomplete="off" required>'),
      field(
        'new-external',
        'User id at your site <span class="optional">optional</span>',
        '<input id="new-external" autocomplete="off" aria-describedby="new-external-hint"><p class="hint" id="new-external-hint">plenigo’s external user id. Without one, the customer is not linked to a user yet.</p>',
      ),
      `<div class="pair">${field('new-first', 'First name <span class="optional">optional</span>', '<input id="new-first" autocomplete="off">')}
${field('new-name', 'Family name <span class="optional">optional</span>', '<input id="new-name" autocomplete="off">')}</div>`,
    ].join('\n'),
    submit: 'Add the customer',
  }),
  dialog('buy', {
    title: 'Buy for <span id="buy-customer"></span>',
    fields: `${field('buy-product', 'Product id', '<input id="buy-product" autocomplete="off" required list="products" aria-describedby="buy-hint">')}
<p class="hint" id="buy-hint">The purchase is recorded at once, without the checkout.</p>
<datalist id="products"></datalist>`,
    submit: 'Record the purchase',
  }),
  `<dialog id="confirm" aria-labelledby="confirm-title" aria-describedby="confirm-text">
<form novalidate>
<h2 id="confirm-title"></h2>
<p id="confirm-text"></p>
<p class="problem" role="alert"></p>
<div class="buttons"><button type="submit" class="primary" id="confirm-do"></button><button type="button" class="quiet" id="confirm-cancel" data-close>Cancel</button></div>
</form>
</dialog>`,
].join('\n');

/** `url` is where the sandbox is, `sdkPath` where on it the browser script of this company is. */
export function consolePage(sandbox: {
  companyId: string;
  sdkPath: string;
  url: string;
  lang: Language;
  calls: readonly string[];
}): string {
  const places = ['customers', 'requests', 'paywall', 'faults', 'tokens'];
  const labels = ['Customers', 'Requests', 'Paywall', 'Faults', 'Tokens'];
  const links = places.map(
    (id, i) => `<a href="#${id}">${labels[i]} <strong id="${id}-count">${id === 'paywall' ? 'on' : 0}</strong></a>`,
  );
  return `<!doctype html>
<html lang="${sandbox.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>plenigo sandbox</title>
<link rel="icon" href="/console/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/console/console.css">
<script defer src="/console/console.js"></script>
</head>
<body>
<header class="top">
<img src="/console/icon.svg" alt="" width="40" height="40">
<h1>plenigo sandbox</h1>
<p class="live" id="live" role="status" data-state="connecting">Connecting…</p>
<p class="lead">Plays plenigo for a site under development. It forgets everything when it stops, and moves no money.</p>
</header>
<nav class="counts" aria-label="On this page">${links.join('')}</nav>
<noscript><p class="problem">This page needs JavaScript to show what happens here.</p></noscript>
<main>
<div class="column">${customers}${requests}${callbacks}</div>
<div class="column">${paywall}${clock}${faults(sandbox.calls)}${tokens}${connection(sandbox)}</div>
</main>
${dialogs}
<p class="toast" id="toast" role="status"></p>
</body>
</html>
`;
}
