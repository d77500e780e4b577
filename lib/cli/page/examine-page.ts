/** `express-plenigo doctor --page`: whether a page of the site is put together as it has to be. It buys nothing. */

import type { Finding } from '../doctor/finding.js';
import { type Facts, readFacts } from './facts.js';
import { judgeCaching, judgeClick, judgePage, judgeRouter } from './judge-answers.js';
import { type Expected, judgePolicy, judgeSdk, judgeTag } from './judge-tags.js';
import { PageVisit } from './visit.js';

interface Request {
  readonly url: URL;
  /** What the reader's browser sends. */
  readonly cookie: string | undefined;
  readonly expected: Expected;
}

export async function examinePage({ url, cookie, expected }: Request): Promise<Finding[]> {
  const visit = new PageVisit(url, cookie);
  const page = await visit.open(url);
  const opened = judgePage(page);
  if (opened.level === 'fail' || !('status' in page)) return [opened];
  const facts = readFacts(page);
  const findings = [opened, judgeTag(facts)];
  const [script] = facts.own;
  if (script !== undefined) findings.push(judgeRouter(await visit.ask(script.url), script.url));
  const endpoint = facts.resolve(script?.tag.attributes.get('data-endpoint') ?? '');
  // A router on another origin would need the cookies of that one.
  const isOwn = script?.tag.attributes.has('data-endpoint') && endpoint?.origin === page.url.origin;
  if (facts.isSelling && isOwn) findings.push(judgeClick(await click(visit, { endpoint, facts })));
  findings.push(judgeSdk(facts, expected), ...judgePolicy(facts, (name) => page.headers.get(name)));
  const anonymous = await new PageVisit(url, undefined).open(url);
  return [...findings, judgeCaching(page, { facts, anonymous })];
}

/** Sends what a click sends, but for an offer that nobody has made, so that nothing is sold. */
function click(visit: PageVisit, { endpoint, facts }: { endpoint: URL; facts: Facts }) {
  const { url, csrf } = facts;
  // Browsers say so over https and on this machine; elsewhere the origin has to do.
  const saysSite = url.protocol === 'https:' || /^(127\.|localhost$|\[::1\]$)/.test(url.hostname);
  const headers = {
    'content-type': 'application/json',
    origin: url.origin,
    ...(saysSite && { 'sec-fetch-site': 'same-origin' }),
    ...(csrf !== undefined && { 'x-csrf-token': csrf }),
  };
  return visit.ask(endpoint, { body: { offer: 'doctor' }, headers });
}
