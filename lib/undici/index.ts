/** A transport for busy sites, on undici's `request`. undici is the site's own dependency. @module undici */

import type { Dispatcher } from 'undici';
import { checkFields, type Fields, type Subject } from '../base/check.js';
import { type Fetch, fetchMakers } from '../base/options.js';
import { withMethods } from '../base/rules.js';

const optionRules = {
  /** The site's own `Agent`, `Pool` or `ProxyAgent`. Default: an `Agent` that keeps connections open for 30 s. */
  dispatcher: withMethods<Dispatcher>('a dispatcher of undici, such as new Agent()', ['dispatch']),
};

/** The options of `undiciFetch`. */
export interface UndiciFetchOptions extends Fields<typeof optionRules> {}

/**
 * A fetch for the option `fetch` that takes about a quarter of node-fetch's CPU time (`npm run bench`). @throws
 * PlenigoOptionError for an unknown or wrong option.
 */
export function undiciFetch(options: UndiciFetchOptions = {}): Fetch {
  const subject: Subject = { name: 'undiciFetch', code: 'invalid-option' };
  const { dispatcher: own } = checkFields(options, { rules: optionRules, subject });
  const loading = import('undici').then(({ Agent, request }) => {
    // Long enough for readers who turn a page, and well below the 60 s after which many load balancers cut connections.
    return { request, dispatcher: own ?? new Agent({ keepAliveTimeout: 30_000 }) };
  });
  // If undici's version is too new for this Node, its own error says nothing that anybody would understand.
  const complaint = `undici cannot be loaded on Node ${process.versions.node}: is it installed? undici 8 needs Node 22.19, undici 7 runs on Node 20; until then plenigo cannot be asked`;
  loading.catch(() => process.emitWarning(complaint, 'PlenigoWarning'));
  return async (url, { method, headers, body = null, signal }) => {
    const { request, dispatcher } = await loading;
    const answer = await request(url, { dispatcher, method: method as Dispatcher.HttpMethod, headers, body, signal });
    return {
      status: answer.statusCode,
      headers: { get: (name) => answer.headers[name]?.toString() ?? null },
      body: answer.body,
      text: () => answer.body.text(),
    };
  };
}
fetchMakers.add(undiciFetch);
