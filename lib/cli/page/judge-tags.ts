/** What is wrong with the script tags and buttons of a page. */

import { type Finding, startFinding } from '../doctor/finding.js';
import { findBan, findHandlerBan } from './csp.js';
import type { Facts, Script } from './facts.js';
import { isLocal, showAddress } from './visit.js';

/** The tag of our own script, which `scriptTag` holds. */
export function judgeTag({ own, data, sdks, tags, isEscaped, isSelling }: Facts): Finding {
  const say = startFinding('Script tag');
  const [script] = own;
  if (isEscaped) return say('escaped');
  if (script === undefined) {
    const what = isSelling ? 'There are buttons to buy, but the script that they need is not there' : 'It is not there';
    return say(sdks.length > 0 ? 'unmounted' : 'missing', what);
  }
  const { attributes } = script.tag;
  const type = attributes.get('type') ?? '';
  if (!/^(text\/javascript|application\/javascript|)$/i.test(type)) return say('type', type);
  if (data.length > 0 && tags[script.place - 1] !== data[0]) return say('apart');
  return own.length > 1 ? say('often', own.length) : say('there');
}

/** Which system the pages of the site should use, as far as the doctor was told. */
export interface Expected {
  readonly companyId: string;
  readonly environment: string | undefined;
}

/** The tag of plenigo's own script. */
export function judgeSdk({ url, own, sdks, isSelling }: Facts, expected: Expected): Finding {
  const say = startFinding('plenigo’s script');
  const [sdk] = sdks;
  const [ours] = own;
  if (sdk === undefined) return say(isSelling && ours !== undefined ? 'missing' : 'unneeded');
  if (sdks.length > 1) return say('twice');
  const company = findCompany(sdk);
  const { companyId, environment } = expected;
  const isOther = company !== undefined && ![companyId, encodeURIComponent(companyId)].includes(company);
  if (isOther && companyId !== '') return say('company', company, companyId);
  if (isLocal(sdk.url) && !isLocal(url)) return say('sandbox');
  const isStage = /-stage\./.test(sdk.url.hostname);
  if (isStage && environment !== 'stage') return say(environment === 'live' ? 'stage' : 'perhapsStage');
  if (!isStage && environment === 'stage' && !isLocal(sdk.url)) return say('live');
  const waits = !sdk.tag.attributes.has('async') && !sdk.tag.attributes.has('defer');
  if (waits && ours !== undefined && sdk.place < ours.place) return say('blocking');
  return say('there', showAddress(sdk.url));
}

/** The company in the address of API v2, or in the attribute of API v3. */
function findCompany({ tag, url }: Script): string | undefined {
  const [, segment] = /\/javascript\/([^/]+)\/plenigo_sdk/.exec(url.pathname) ?? [];
  return tag.attributes.get('data-company-id') ?? segment;
}

/** What the page's own policy blocks. */
export function judgePolicy(facts: Facts, header: (name: string) => string | null): Finding[] {
  const say = startFinding('Security policy');
  const { policies, url: page, own, sdks, handlers, endpoint, isSelling } = facts;
  const problems: Finding[] = [];
  const scripts = (list: readonly Script[], what: string) =>
    list.map(({ url, tag }) => ({ kind: 'script' as const, what, url, nonce: tag.attributes.get('nonce') }));
  for (const { kind, what, ...wish } of [
    ...scripts(own, 'the script of this package'),
    ...scripts(sdks, 'plenigo’s script'),
    ...(endpoint ? [{ kind: 'connection' as const, what: 'what a click asks the site’s router', url: endpoint }] : []),
    ...(isSelling ? sdks : []).flatMap(({ url }) => [
      { kind: 'frame' as const, what: 'the checkout', url },
      { kind: 'connection' as const, what: 'what plenigo’s script asks', url },
    ]),
  ]) {
    const ban = findBan(policies, kind, { page, ...wish });
    if (ban !== undefined) problems.push(say('blocks', ban, `${what} (${wish.url.origin})`));
    const isPlain = kind === 'script' && page.protocol === 'https:' && wish.url.protocol === 'http:';
    if (isPlain) problems.push(say('unencrypted', what));
  }
  const isAlone = /^require-corp/i.test(header('cross-origin-embedder-policy') ?? '');
  if (isAlone && isSelling && sdks.some(({ url }) => url.origin !== page.origin)) problems.push(say('alone'));
  const ban = handlers.length > 0 ? findHandlerBan(policies) : undefined;
  if (ban !== undefined) problems.push(say('blocksSnippet', ban));
  return problems.length > 0 ? problems : [say(policies.length === 0 ? 'none' : 'open')];
}
