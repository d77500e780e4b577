/**
 * `express-plenigo/undici`: a transport for busy sites, on undici's `request`. undici is the site's own dependency.
 * @module undici
 */

import type { Dispatcher } from 'undici';
import { checkFields, type Fields, type Subject } from '../base/check.js';
import type { Fetch } from '../base/options.js';
import { withMethods } from '../base/rules.js';

const optionRules = {
  /**
   * What undici sends with: an `Agent` or `Pool` with the site's own settings, or a `ProxyAgent`. Closing it is the
   * site's own task. Default: an `Agent` whose connections stay open for 30 s after their last use.
   */
  dispatcher: withMethods<Dispatcher>('a dispatcher of undici, such as new Agent()', ['dispatch']),
};

/** The options of `undiciFetch`. */
export interface UndiciFetchOptions extends Fields<typeof optionRules> {}

/** If undici's version is too new for this Node, its own error says nothing that anybody would understand. */
const UNLOADABLE = `undici cannot be loaded on Node ${process.versions.node}: is it installed? undici 8 needs Node 22.19, undici 7 runs on Node 20; until then plenigo cannot be asked`;

/** This is long enough for readers who turn a page, and well below the time after which load balancers cut connections (60 s are common). */
const KEEP_ALIVE_MS = 30_000;

/**
 * A fetch for the option `fetch` that takes about a quarter of node-fetch's CPU time (`npm run bench`). It follows no
 * redirect and unpacks nothing, as the client wants it; time limits, retries and the circuit breaker work as with any other.
 * @throws PlenigoOptionError `invalid-option` for an unknown or wrong option.
 */
export function undiciFetch(options: UndiciFetchOptions = {}): Fetch {
  const subject: Subject = { name: 'undiciFetch', code: 'invalid-option' };
  const { dispatcher: own } = checkFields(options, { rules: optionRules, subject });
  const loading = import('undici').then(({ Agent, request }) => {
    return { request, dispatcher: own ?? new Agent({ keepAliveTimeout: KEEP_ALIVE_MS }) };
  });
  loading.catch(() => process.emitWarning(UNLOADABLE, 'PlenigoWarning'));
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
