/** What is wrong with how the site answers: the page, our script, a click, and what caches are told. */

import { isObject, parseJson } from '../../base/check.js';
import { type Finding, startFinding } from '../doctor/finding.js';
import type { Facts } from './facts.js';
import { type Answer, isAnswer, type Outcome, readTarget, showAddress } from './visit.js';

const isHtml = ({ headers }: Answer) => /\bhtml\b/i.test(headers.get('content-type') ?? '');

/** Whether there is a page at all; if not, nothing else can be said. */
export function judgePage(outcome: Outcome): Finding {
  const say = startFinding('Page');
  if (!isAnswer(outcome)) {
    return say('fail', `It cannot be opened (${outcome.reason}).`, 'Check the address, and whether the site runs.');
  }
  const { status } = outcome;
  const target = readTarget(outcome);
  if (target !== undefined) {
    return say(
      'fail',
      `It leads away to ${showAddress(target)}.`,
      'Give the address of the page itself; for one behind the login, --cookie.',
    );
  }
  if (!isHtml(outcome)) {
    return say(
      'fail',
      `It is no web page (status ${status}).`,
      'Give the address of a page with an article or an offer.',
    );
  }
  if (status === 404 || status >= 500) {
    return say('fail', `It answers with an error (status ${status}).`, 'Look at the log of the site.');
  }
  if (status >= 400) {
    return say(
      'warn',
      `It refuses this reader (status ${status}).`,
      'If it should not, send a cookie of a reader who may see it (--cookie).',
    );
  }
  return say('ok', `It answers (status ${status}).`);
}

const MOUNT =
  'Mount plenigo.router() at the option routerPath, as browsers see it through every proxy, before the login wall and before what answers all other addresses.';
const BEHIND = 'Mount plenigo.router() behind session, login and CSRF protection.';

/** Whether the router serves our script where the page looks for it. */
export function judgeRouter(outcome: Outcome, address: URL): Finding {
  const say = startFinding('Router');
  const where = showAddress(address);
  if (!isAnswer(outcome)) {
    return say('fail', `The script does not load from ${where} (${outcome.reason}).`, 'Check the option routerPath.');
  }
  const { status, headers } = outcome;
  if (readTarget(outcome) !== undefined) {
    return say('fail', `Instead of the script, ${where} leads elsewhere (status ${status}).`, MOUNT);
  }
  if (status !== 200) return say('fail', `There is no script at ${where} (status ${status}).`, MOUNT);
  const isScript = /javascript/.test(headers.get('content-type') ?? '');
  if (!isScript) return say('fail', `Something else than the script is at ${where}.`, MOUNT);
  return say('ok', `The script loads from ${where}.`);
}

/** Whether a click reaches the router, and finds the reader there. What was asked for is sold by nobody. */
export function judgeClick(outcome: Outcome): Finding {
  const say = startFinding('Click');
  if (!isAnswer(outcome)) return say('fail', `The router does not answer (${outcome.reason}).`, 'Run this again.');
  const json = parseJson(outcome.text);
  const said = isObject(json) && typeof json.text === 'string' ? json.status : undefined;
  switch (said) {
    case 'offer-invalid':
      return say('ok', 'The router answers a click, and knows the reader.');
    case 'anonymous':
      return say('fail', 'The page knows the reader, but the router does not.', BEHIND);
    case 'cross-origin':
      return say(
        'fail',
        'The router takes this page for one of another site.',
        'Set baseUrl to the origin that readers see in the address bar.',
      );
    case 'unavailable':
      return say('warn', 'The router could not find out who the reader is.', 'Look at the log of the site.');
  }
  if (outcome.status === 403) {
    return say(
      'fail',
      'Something in front of the router refuses a click (403), most likely the CSRF protection.',
      BEHIND,
    );
  }
  if (readTarget(outcome) !== undefined) {
    return say('fail', 'A click is led elsewhere, most likely to the login.', BEHIND);
  }
  return say('fail', `Something else than the router answers a click (status ${outcome.status}).`, BEHIND);
}

/** Whether a page for one reader can reach another. `anonymous` is the same page without the cookie. */
export function judgeCaching(page: Answer, { facts, anonymous }: { facts: Facts; anonymous: Outcome }): Finding {
  const say = startFinding('Caches');
  if (facts.isPersonal) {
    const [leak, cure] = findLeak(page.headers) ?? [];
    if (leak !== undefined) return say('fail', `The page was made for one reader, but ${leak}.`, cure);
  }
  const open = facts.isPersonal ? anonymous : page;
  if (isAnswer(open) && isShared(open.headers)) {
    return say(
      'warn',
      'Caches may keep the page of readers who are not logged in, and it has no Vary: others would see it, too.',
      'Set Vary by whatever the option user reads, such as Cookie, or let requests with a session pass the cache.',
    );
  }
  if (!facts.isPersonal) return say('ok', 'Nothing on this page is for one reader alone.');
  return say('ok', 'No cache may keep this page, which is for one reader.');
}

/** Caches in front of a site believe these more than `Cache-Control`. */
const OVERRIDES = ['surrogate-control', 'cdn-cache-control', 'x-accel-expires', 'edge-control', 'expires'];
/** Here caches say whether the answer is one of theirs. */
const HITS = ['x-cache', 'cf-cache-status', 'x-cache-status'];

/** How a page that is one reader's may be in a cache, and what to do about it. */
function findLeak(headers: Answer['headers']): [leak: string, cure: string] | undefined {
  const isHit = HITS.some((name) => /^(tcp_)?(\w+_)?hit\b/i.test(headers.get(name) ?? ''));
  if (isHit || Number(headers.get('age')) > 0) {
    return ['came out of a cache', 'Let the cache obey Cache-Control, and empty it.'];
  }
  const override = OVERRIDES.find((name) => headers.get(name) !== null);
  if (override !== undefined) {
    return [`${override} lets caches keep it`, 'Look for what sets it behind this package, such as a proxy.'];
  }
  const control = headers.get('cache-control') ?? '';
  if (/\bno-store\b/i.test(control)) return undefined;
  return [
    control === '' ? 'it has no Cache-Control' : 'its Cache-Control lets a cache keep it',
    'It left as “private, no-store”: look for what changes it on the way, or sent it before this package.',
  ];
}

/** Whether caches may show this answer to everybody, whatever cookies they have. */
function isShared(headers: Answer['headers']): boolean {
  const control = headers.get('cache-control') ?? '';
  const isKept = /\b(public|s-maxage=[1-9]|max-age=[1-9])/i.test(control);
  const isForbidden = /\b(private|no-store|no-cache)\b/i.test(control);
  return isKept && !isForbidden && !/cookie|authorization|\*/i.test(headers.get('vary') ?? '');
}
