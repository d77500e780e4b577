/** What is wrong with the script tags and buttons of a page. */

import { type Finding, startFinding } from '../doctor/finding.js';
import { findBan, findHandlerBan } from './csp.js';
import type { Facts, Script } from './facts.js';
import { showAddress } from './visit.js';

const TEMPLATE =
  'Print it unescaped: <%- plenigo.scriptTag %> in EJS, != in Pug, {{{ }}} in Handlebars, | safe in Nunjucks.';

/** The tag of our own script, which `scriptTag` holds. */
export function judgeTag({ own, data, sdks, tags, isEscaped, isSelling }: Facts): Finding {
  const say = startFinding('Script tag');
  const [first, second] = own;
  if (isEscaped) return say('fail', 'The page shows HTML of this package as text: it was escaped.', TEMPLATE);
  if (first === undefined) {
    const rest = isSelling ? 'There are buttons to buy, but the script that they need is not there' : 'It is not there';
    if (sdks.length > 0) {
      return say('fail', `${rest}, only plenigo’s own.`, 'Mount the router: app.use("/plenigo", plenigo.router()).');
    }
    return say(
      'fail',
      `${rest}.`,
      'Print plenigo.scriptTag in the template, mount plenigo.router(), and put plenigo.checkout() before the handler of this page.',
    );
  }
  const type = first.tag.attributes.get('type') ?? '';
  if (!/^(text\/javascript|application\/javascript|)$/i.test(type)) {
    return say(
      'fail',
      `Something has made the type of the script “${type}”, so that it does not run as it should.`,
      'Leave the tag as it is: as a module, or behind a script loader of a CDN, it finds neither itself nor its data.',
    );
  }
  const needsEndpoint = /\/checkout-/.test(first.url.pathname);
  if (needsEndpoint && !first.tag.attributes.get('data-endpoint')) {
    return say(
      'fail',
      'It has no data-endpoint, so that no click can be answered.',
      'Print plenigo.scriptTag as it is.',
    );
  }
  if (data.length > 0 && tags[first.place - 1] !== data[0]) {
    return say(
      'fail',
      'The JSON with what is the reader’s own does not stand right before it, where the script looks for it.',
      'Print plenigo.scriptTag as it is, in one piece.',
    );
  }
  if (second !== undefined) {
    return say('warn', `It is there ${own.length} times.`, 'Print plenigo.scriptTag once.');
  }
  return say('ok', 'It is there, as it should be.');
}

/** Which system the pages of the site should use, as far as the doctor was told. */
export interface Expected {
  readonly companyId: string;
  readonly environment: string | undefined;
}

/** The tag of plenigo's own script. */
export function judgeSdk({ url, own, sdks, isSelling }: Facts, expected: Expected): Finding {
  const say = startFinding('plenigo’s script');
  const [sdk, second] = sdks;
  if (sdk === undefined) {
    if (isSelling && own.length > 0) {
      return say('fail', 'It is not there, and no checkout opens without it.', 'Print plenigo.scriptTag as it is.');
    }
    return say('ok', 'It is not there, and nothing on this page needs it.');
  }
  if (second !== undefined) {
    return say(
      'fail',
      'It is there twice, and may start the checkout twice.',
      'Remove the tag that the site itself has.',
    );
  }
  const companyId = findCompany(sdk);
  const isMeant = [expected.companyId, encodeURIComponent(expected.companyId)].includes(companyId ?? '');
  if (companyId !== undefined && expected.companyId !== '' && !isMeant) {
    return say(
      'fail',
      `It is for company ${companyId}, not for ${expected.companyId}.`,
      'Check which company id the site is started with.',
    );
  }
  const isLocal = (address: URL) => /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/.test(address.hostname);
  if (isLocal(sdk.url) && !isLocal(url)) {
    return say(
      'fail',
      'It is that of a sandbox, which readers would look for on their own machines.',
      'Start the site without apiUrl and sdkUrl.',
    );
  }
  const isStage = /-stage\./.test(sdk.url.hostname);
  if (isStage && expected.environment !== 'stage') {
    const level = expected.environment === 'live' ? 'fail' : 'warn';
    return say(
      level,
      'It is that of plenigo’s stage environment, where nobody pays real money.',
      'Check the option environment.',
    );
  }
  if (!isStage && expected.environment === 'stage' && !isLocal(sdk.url)) {
    return say('fail', 'It is that of plenigo’s live environment, not of stage.', 'Check the option environment.');
  }
  const waits = !sdk.tag.attributes.has('async') && !sdk.tag.attributes.has('defer');
  const [ours] = own;
  if (waits && ours !== undefined && sdk.place < ours.place) {
    return say(
      'warn',
      'It stands before ours and has to be there before the page goes on: while plenigo is slow, so is this page.',
      'Remove a tag of the site’s own, or the option sdk: "blocking".',
    );
  }
  return say('ok', `It comes from ${showAddress(sdk.url)}.`);
}

/** The company in the address of API v2, or in the attribute of API v3. */
function findCompany({ tag, url }: Script): string | undefined {
  const [, segment] = /\/javascript\/([^/]+)\/plenigo_sdk/.exec(url.pathname) ?? [];
  return tag.attributes.get('data-company-id') ?? segment;
}

/** What the page's own policy blocks. */
export function judgePolicy(facts: Facts, header: (name: string) => string | null): Finding[] {
  const say = startFinding('Security policy');
  const { policies, url: page, own, sdks, handlers, isSelling } = facts;
  const problems: Finding[] = [];
  const fail = (text: string, cure: string) => problems.push(say('fail', text, cure));
  const CURE = 'Join what plenigo.cspDirectives() gives to your policy; with nonces set the option nonce.';
  for (const [scripts, name] of [
    [own, 'the script of this package'],
    [sdks, 'plenigo’s script'],
  ] as const) {
    for (const { url, tag } of scripts) {
      const ban = findBan(policies, 'script', { url, page, nonce: tag.attributes.get('nonce') });
      if (ban !== undefined) fail(`${ban} blocks ${name} (${url.origin}).`, CURE);
      if (page.protocol === 'https:' && url.protocol === 'http:') {
        fail(`Browsers load ${name} not without encryption in a page with it.`, 'Give it an https address.');
      }
    }
  }
  for (const { tag } of own) {
    const endpoint = tag.attributes.has('data-endpoint') && facts.resolve(tag.attributes.get('data-endpoint') ?? '');
    const ban = endpoint && findBan(policies, 'connection', { url: endpoint, page });
    if (ban) fail(`${ban} blocks what a click asks the site’s router.`, CURE);
  }
  for (const { url } of isSelling ? sdks : []) {
    for (const [kind, what] of [
      ['frame', 'the checkout'],
      ['connection', 'what plenigo’s script asks'],
    ] as const) {
      const ban = findBan(policies, kind, { url, page });
      if (ban !== undefined) fail(`${ban} blocks ${what} (${url.origin}).`, CURE);
    }
    const isAlone = /^require-corp/i.test(header('cross-origin-embedder-policy') ?? '') && url.origin !== page.origin;
    if (isAlone) {
      fail(
        'Cross-Origin-Embedder-Policy: require-corp blocks plenigo’s script and checkout.',
        'Do not send it on pages that sell.',
      );
    }
  }
  const ban = handlers.length > 0 ? findHandlerBan(policies) : undefined;
  if (ban !== undefined) {
    fail(
      `${ban} blocks the snippet in an onclick attribute.`,
      'Use plenigo.buyButton(), which needs no inline script.',
    );
  }
  const text =
    policies.length === 0 ? 'The page has none, so nothing is blocked.' : 'It lets through what plenigo needs.';
  return problems.length > 0 ? problems : [say('ok', text)];
}
