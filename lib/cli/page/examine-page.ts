/** `express-plenigo doctor --page`: whether a page of the site is put together as it has to be. It buys nothing. */

import type { Finding } from '../doctor/finding.js';
import { type Facts, readFacts } from './facts.js';
import { judgeCaching, judgeClick, judgePage, judgeRouter } from './judge-answers.js';
import { type Expected, judgePolicy, judgeSdk, judgeTag } from './judge-tags.js';
import { isAnswer, isLocal, PageVisit } from './visit.js';

/** `cookie` is what the reader's browser sends. */
export async function examinePage(url: URL, cookie: string | undefined, expected: Expected): Promise<Finding[]> {
  const visit = new PageVisit(url, cookie);
  const page = await visit.open(url);
  const opened = judgePage(page);
  if (opened.level === 'fail' || !isAnswer(page)) return [opened];
  const facts = readFacts(page);
  const findings = [opened, judgeTag(facts)];
  const [script] = facts.own;
  if (script !== undefined) findings.push(judgeRouter(await visit.ask(script.url), script.url));
  // A router on another origin would need the cookies of that one.
  if (facts.isSelling && facts.endpoint?.origin === page.url.origin) {
    findings.push(judgeClick(await click(visit, facts.endpoint, facts)));
  }
  findings.push(judgeSdk(facts, expected), ...judgePolicy(facts, (name) => page.headers.get(name)));
  const anonymous = await new PageVisit(url, undefined).open(url);
  return [...findings, judgeCaching(page, { facts, anonymous })];
}

/** Sends what a click sends, but for an offer that nobody has made, so that nothing is sold. */
function click(visit: PageVisit, endpoint: URL, { url, csrf }: Facts) {
  // Browsers say so over https and on this machine; elsewhere the origin has to do.
  const saysSite = url.protocol === 'https:' || isLocal(url);
  const headers = {
    'content-type': 'application/json',
    origin: url.origin,
    ...(saysSite && { 'sec-fetch-site': 'same-origin' }),
    ...(csrf !== undefined && { 'x-csrf-token': csrf }),
  };
  return visit.ask(endpoint, { body: { offer: 'doctor' }, headers });
}
