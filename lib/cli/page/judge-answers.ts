/** What is wrong with how the site answers: the page, our script, a click, and what caches are told. */

import { isObject, parseJson } from '../../base/check.js';
import { type Finding, startFinding } from '../doctor/finding.js';
import type { Facts } from './facts.js';
import { type Answer, isAnswer, isScript, type Outcome, readTarget, showAddress } from './visit.js';

const isHtml = ({ headers }: Answer) => /\bhtml\b/i.test(headers.get('content-type') ?? '');

/** Whether there is a page at all; if not, nothing else can be said. */
export function judgePage(outcome: Outcome): Finding {
  const say = startFinding('Page');
  if (!isAnswer(outcome)) return say('unopened', outcome.reason);
  const { status } = outcome;
  const target = readTarget(outcome);
  if (target !== undefined) return say('away', showAddress(target));
  if (!isHtml(outcome)) return say('noPage', status);
  if (status === 404 || status >= 500) return say('error', status);
  return say(status >= 400 ? 'refusing' : 'there', status);
}

/** Whether the router serves our script where the page looks for it. */
export function judgeRouter(outcome: Outcome, address: URL): Finding {
  const say = startFinding('Router');
  const where = showAddress(address);
  if (!isAnswer(outcome)) return say('unloaded', where, outcome.reason);
  if (isScript(outcome)) return say('there', where);
  if (readTarget(outcome) !== undefined) return say('away', where, outcome.status);
  return outcome.status === 200 ? say('other', where) : say('missing', where, outcome.status);
}

/** Whether a click reaches the router, and finds the reader there. What was asked for is sold by nobody. */
export function judgeClick(outcome: Outcome): Finding {
  const say = startFinding('Click');
  if (!isAnswer(outcome)) return say('silent', outcome.reason);
  const json = parseJson(outcome.text);
  const said = isObject(json) && typeof json.text === 'string' ? json.status : undefined;
  const known = (['offer-invalid', 'anonymous', 'cross-origin', 'unavailable'] as const).find((one) => one === said);
  if (known !== undefined) return say(known);
  if (outcome.status === 403) return say('refused');
  return readTarget(outcome) === undefined ? say('other', outcome.status) : say('away');
}

/** Whether a page for one reader can reach another. `anonymous` is the same page without the cookie. */
export function judgeCaching(page: Answer, { facts, anonymous }: { facts: Facts; anonymous: Outcome }): Finding {
  const say = startFinding('Caches');
  const leak = facts.isPersonal ? findLeak(page.headers) : undefined;
  if (leak !== undefined) return leak;
  const open = facts.isPersonal ? anonymous : page;
  if (isAnswer(open) && isShared(open.headers)) return say('unvaried');
  return say(facts.isPersonal ? 'keepNothing' : 'everybodys');
}

/** Caches in front of a site believe these more than `Cache-Control`. */
const OVERRIDES = ['surrogate-control', 'cdn-cache-control', 'x-accel-expires', 'edge-control', 'expires'];
/** Here caches say whether the answer is one of theirs. */
const HITS = ['x-cache', 'cf-cache-status', 'x-cache-status'];

/** How a page that is one reader's may be in a cache. */
function findLeak(headers: Answer['headers']): Finding | undefined {
  const say = startFinding('Caches');
  const isHit = HITS.some((name) => /^(tcp_)?(\w+_)?hit\b/i.test(headers.get(name) ?? ''));
  if (isHit || Number(headers.get('age')) > 0) return say('cached');
  const override = OVERRIDES.find((name) => headers.get(name) !== null);
  if (override !== undefined) return say('override', override);
  const control = headers.get('cache-control') ?? '';
  if (/\bno-store\b/i.test(control)) return undefined;
  return say('keepIt', control === '' ? 'it has no Cache-Control' : 'its Cache-Control lets a cache keep it');
}

/** Whether caches may show this answer to everybody, whatever cookies they have. */
function isShared(headers: Answer['headers']): boolean {
  const control = headers.get('cache-control') ?? '';
  const isKept = /\b(public|s-maxage=[1-9]|max-age=[1-9])/i.test(control);
  const isForbidden = /\b(private|no-store|no-cache)\b/i.test(control);
  return isKept && !isForbidden && !/cookie|authorization|\*/i.test(headers.get('vary') ?? '');
}
