/** The console's panels of what goes to and fro: API requests, callbacks and login tokens. */
import type { Backend } from '../backend.js';
import type { RequestDetails } from '../history.js';
import { type Html, html } from '../pages/html.js';
import type { SandboxLoginToken, SandboxRequest } from '../types.js';
import type { SandboxV3Delivery } from '../v3/types.js';
import { formatDay, formatTime, showButton, showList, showPanel } from './parts.js';

const MOST = { requests: 60, callbacks: 30, tokens: 30 };
/** How many characters of a token are shown: it is a credential, even in a sandbox. */
export const TOKEN_START = 6;

/** These answers are no success and no fault either: it is how plenigo says no. */
const MEANINGS: ReadonlyMap<string, string> = new Map([
  ['hasUserBought 403', 'not bought'],
  ['createLoginToken 404', 'no such customer'],
  ['registerUser 409', 'e-mail or id taken'],
  ['changeAddress 404', 'no such customer'],
]);

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function showBadge(text: string | number, kind: 'good' | 'bad' | 'note' | 'plain'): Html {
  return html`<span class="badge" data-kind="${kind}">${text}</span>`;
}

/** Indents JSON. Anything else, such as a body that was cut, stays as it is. */
function indent(text: string | undefined): string {
  // Where a fault answered, nobody has read what was sent.
  if (!text) return text === undefined ? 'not read' : 'nothing';
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function showRequest(request: SandboxRequest & RequestDetails): Html {
  const { id, method, call, url, status, at, ms, fault, sent, answered, notes = [] } = request;
  const meaning = status === 0 ? 'no answer' : MEANINGS.get(`${call} ${status}`);
  const kind = status === 0 ? 'note' : isSuccess(status) ? 'good' : meaning ? 'plain' : 'bad';
  return html`<li data-key="${id}"><details><summary class="request">${showBadge(status || '···', kind)}
<span class="row-text"><strong>${call === 'unknown' ? 'unknown call' : call}</strong>
<span class="soft">${meaning}</span>${fault && showBadge('fault', 'note')}${notes.length > 0 && showBadge(`not known: ${notes.join(', ')}`, 'note')}</span>
<span class="soft">${ms !== undefined && `${ms} ms `}<time>${formatTime(at)}</time></span>
<code>${method} ${url}</code></summary>
<h3 class="soft">Sent</h3><pre>${indent(sent)}</pre>
<h3 class="soft">Answered</h3><pre>${indent(answered)}</pre></details></li>`;
}

export function showRequests({ log }: Backend): Html {
  return showPanel('requests', 'Requests', {
    body: showList('requests', {
      entries: log.latest(MOST.requests).map(showRequest),
      total: log.total,
      empty: 'No requests yet. Point your site here and open a page that sells something.',
    }),
  });
}

function showCallback({ entityType, callbackType, entityId, tries, nextTryAt }: SandboxV3Delivery): Html {
  const status = tries.at(-1)?.status;
  const when = [
    tries.length > 1 && `${tries.length} times`,
    nextTryAt !== undefined && nextTryAt > 0 && `next on ${formatDay(nextTryAt)}, ${formatTime(nextTryAt)}`,
  ];
  const kind = isSuccess(status ?? 0) ? 'good' : nextTryAt === undefined ? 'bad' : 'note';
  return html`<li class="row"><span class="row-text">${entityType} ${callbackType} ${entityId}
<span class="soft">${when.filter(Boolean).join(' · ')}</span></span>
${status === undefined ? showBadge('to come', 'plain') : showBadge(status || 'no answer', kind)}</li>`;
}

export function showCallbacks({ callbacks: { deliveries } }: Backend): Html {
  return showPanel('callbacks', 'Callbacks', {
    body: showList('callbacks', {
      entries: deliveries.slice(-MOST.callbacks).reverse().map(showCallback),
      total: deliveries.length,
      empty: 'None yet. Those of API v3 are sent once the sandbox has a callbackUrl.',
    }),
  });
}

/** Lists the login tokens that still log somebody in. */
export function listOpenTokens({ state }: Backend): SandboxLoginToken[] {
  return state.tokens.list.filter(({ used, expiresAt }) => !used && expiresAt > state.now());
}

function showToken(token: SandboxLoginToken, { state }: Backend): Html {
  const start = token.token.slice(0, TOKEN_START);
  const email = state.find(token)?.email;
  const left = Math.ceil((token.expiresAt - state.now()) / 1000);
  const isOpen = !token.used && left > 0;
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')} left`;
  const over = token.used ? showBadge('Used', 'plain') : showBadge('Expired', 'note');
  const badge = isOpen ? showBadge(time, 'good') : over;
  const name = `Expire the token ${start}… of ${email}`;
  return html`<li class="row" data-key="${start}"><span class="row-text"><code class="soft">${start}…</code>${email}</span>${badge}${
    isOpen && showButton('expire-token', { label: 'Expire', name, fields: { start } })
  }</li>`;
}

export function showTokens(sandbox: Backend): Html {
  const { list, failures } = sandbox.state.tokens;
  const { used, expired, unknown } = failures;
  const newest = list.slice(-MOST.tokens).reverse();
  return showPanel('tokens', 'Login tokens', {
    head: listOpenTokens(sandbox).length > 0 && showButton('expire-tokens', { label: 'Expire all', kind: 'secondary' }),
    body: html`${showList('tokens', {
      entries: newest.map((token) => showToken(token, sandbox)),
      total: list.length,
      empty: 'No login tokens yet. Your site asks for one whenever a reader may want to buy.',
    })}
${
  used + expired + unknown > 0 &&
  html`<p class="soft">Refused at the checkout: ${used} used before, ${expired} expired, ${unknown} unknown.</p>`
}`,
  });
}
