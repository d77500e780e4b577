/** What a page of the site has of this package and of plenigo. */

import { isObject, parseJson } from '../../base/check.js';
import { readPolicies } from './csp.js';
import { decode, readTags, type Tag } from './html.js';
import type { Answer } from './visit.js';

/** A script that the page loads. */
export interface Script {
  readonly tag: Tag;
  readonly url: URL;
  /** Where it stands among all tags of the page. */
  readonly place: number;
}

export type Facts = ReturnType<typeof readFacts>;

/** The names of the scripts that `router()` serves. */
const OWN = /\/(checkout|account)(-[a-z]{2})?-[0-9a-f]{12}\.js$/;
/** plenigo's script has one of these names, or one of its attributes where the site serves it under another name. */
const SDK = /\/(plenigo_sdk|plenigo|frisbii_media)(\.min)?\.js$/;
const sdkAttributes = ['data-company-id', 'data-companyid', 'data-disable-metered'];

export function readFacts({ url, text, headers }: Answer) {
  const tags = readTags(text);
  const read = (tag: Tag | undefined, name: string) => tag?.attributes.get(name);
  const parse = (address: string, from: URL) => (URL.canParse(address, from.href) ? new URL(address, from) : undefined);
  const base = tags.find((tag) => tag.name === 'base' && tag.attributes.has('href'));
  const resolve = (address: string) => parse(address, parse(read(base, 'href') ?? '', url) ?? url);
  const scripts = tags.flatMap((tag, place): Script[] => {
    const src = tag.name === 'script' ? read(tag, 'src') : undefined;
    const address = src === undefined ? undefined : resolve(src);
    return address === undefined ? [] : [{ tag, url: address, place }];
  });
  const own = scripts.filter((script) => OWN.test(script.url.pathname));
  const isSdk = ({ tag, url }: Script) =>
    SDK.test(url.pathname) || sdkAttributes.some((name) => tag.attributes.has(name));
  const sdks = scripts.filter((script) => isSdk(script) && !own.includes(script));
  // That of an account page asks with API v3 alone.
  const asking = own.find(({ url }) => /\/checkout-[^/]+$/.test(url.pathname));
  const data = tags.filter((tag) => tag.name === 'script' && tag.attributes.has('data-plenigo'));
  const buttons = tags.filter((tag) => tag.attributes.has('data-plenigo-checkout'));
  const handlers = tags.filter((tag) => /\b(plenigo|expressPlenigo)\.checkout/.test(read(tag, 'onclick') ?? ''));
  const isSelling = buttons.length + handlers.length > 0;
  const metas = tags.filter((tag) => /^content-security-policy$/i.test(read(tag, 'http-equiv') ?? ''));
  const json = parseJson(data[0]?.text ?? '');
  // Only the tag of API v2 says whether views are counted.
  const isMetered = sdks.some(
    ({ tag, url }) => /plenigo_sdk/.test(url.pathname) && !tag.attributes.has('data-disable-metered'),
  );
  return {
    url,
    tags,
    own,
    sdks,
    data,
    handlers,
    csrf: isObject(json) && typeof json.csrf === 'string' ? json.csrf : undefined,
    policies: readPolicies([
      ...(headers.get('content-security-policy') ?? '').split(',').filter((policy) => policy.trim() !== ''),
      ...metas.map((tag) => read(tag, 'content') ?? ''),
    ]),
    /** Whether our HTML was printed as text. */
    isEscaped: /<script[^>]{1,500}-[0-9a-f]{12}\.js|<button[^>]{1,500}data-plenigo-checkout/.test(
      decode(stripTags(text)),
    ),
    /** Whether this reader can buy here. */
    isSelling,
    /** What a click asks. */
    endpoint: asking && new URL('checkout', asking.url),
    /** Whether nobody but this reader may be shown the page. */
    isPersonal: isSelling || data.length > 0 || isMetered,
  };
}

/** What is left are texts, in which a tag can only be one that was escaped. */
const stripTags = (html: string) => html.replace(/<[^<>]*>/g, '');
