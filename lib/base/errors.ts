/** Every error this package throws or reports, each with a `code` from one typed union and a message that says what to do next. */

/** What each code means and what to do about it: the message of the error, before its details. */
export const meanings = {
  'invalid-option': 'an option is wrong',
  'invalid-argument': 'an argument is wrong',
  'invalid-product': 'the product or its checkout settings are wrong',
  'invalid-parameters': 'plenigo refused the parameters: check the ids and that they belong to this company',
  'invalid-credentials': 'company id or secret is wrong: check both (in v3 the API token) and the option `environment`',
  'module-missing': 'a paid module is missing: ask plenigo which module of your contract this call belongs to',
  'closed-user-group-missing': 'no closed user group: ask plenigo to switch on external user management',
  forbidden: 'plenigo forbids this call to the company: ask plenigo what your contract allows',
  'customer-not-found': 'plenigo knows no such customer: register the user first',
  'email-exists': 'the e-mail address belongs to another customer: link that one, or let the reader use another',
  'external-id-conflict': 'the customer has another external user id already, or the id belongs to another customer',
  'customer-conflict': 'the e-mail address or the id belongs to another customer: look up who has which',
  'customer-blocked': 'plenigo has blocked or deleted this customer: look them up in its back end',
  'session-invalid': 'the customer session has ended: make a new one',
  'purchase-outdated': 'the prepared purchase is too old: prepare a new one',
  'registration-locked': 'this e-mail address is being registered right now: try again in a few seconds',
  'rate-limited': 'too many requests for this customer within seconds: try again later',
  'server-error': 'plenigo failed on its side: try again, and tell plenigo if it stays so',
  'bad-gateway': 'plenigo cannot be reached behind its gateway: try again later',
  'service-unavailable': 'plenigo is out of service at the moment: try again later',
  'gateway-timeout': 'plenigo was too slow behind its gateway: try again later',
  'unexpected-status': 'plenigo answered with a status it does not document: check apiUrl, and any proxy between',
  'invalid-response': 'what came back is not the JSON that plenigo documents: check apiUrl, and any proxy between',
  timeout: 'plenigo did not answer in time: try again, or raise the option `timeout`',
  'connection-refused': 'nothing accepts connections at that address: check apiUrl and the firewall',
  'connection-reset': 'the connection broke before the answer was complete: try again',
  'network-error': 'the request did not get through: check DNS, TLS and the proxy settings of this machine',
  'circuit-open': 'plenigo fails at this call and is not asked for a moment: it is tried again by itself',
  'budget-spent': 'the time of this page went elsewhere: look for a slow store or call, or others of the same reader',
  'email-missing': 'the user has no e-mail address that plenigo may be told: let the reader give or confirm one',
  'email-unstable': 'the site names changing addresses for one user: let the option `user` take the one that is kept',
  'email-conflict': 'the address belongs to a customer not linked to this user: let them verify it (emailVerified)',
  'already-bought': 'plenigo says that the customer has this: ask for the access rights, and whether they are blocked',
  'not-for-sale': 'plenigo does not sell this offer to this customer: check its rules, dates and stock at plenigo',
  'voucher-unknown': 'plenigo knows no such voucher code: check how it is spelt',
  'voucher-used': 'the voucher code is used up, or no longer valid: tell the reader',
  'not-free': 'this is not free throughout: sell it through the checkout',
  'session-limit': 'the customer is logged in as often as the company allows: let the reader end the other logins',
  'free-for-failed': 'the option or setting `freeFor` failed: the page went on without it; look at the cause',
  'store-failed': 'the record store failed: check it; readers are served without it meanwhile',
  'cross-origin': 'the request did not come from a page of this site: check `baseUrl`, or send it from the site itself',
  'offer-invalid': 'this checkout was not offered to this reader, or is too old: reload the page',
} as const;

/** Every code an error of this package can have; `docs/errors.md` explains each. */
export type PlenigoErrorCode = keyof typeof meanings;

/** The parent of every error of this package: `error instanceof PlenigoError` and `error.code` are all a site needs. */
export class PlenigoError extends Error {
  override readonly name: string = 'PlenigoError';
  /** What went wrong, as a stable word; see `docs/errors.md`. */
  readonly code: PlenigoErrorCode;

  /** `detail` stands in the message behind the meaning of `code`, and says what exactly: never a secret, a token or an e-mail address. */
  constructor(code: PlenigoErrorCode, { detail, cause }: { detail?: string | undefined; cause?: unknown } = {}) {
    const message = detail === undefined ? meanings[code] : `${meanings[code]} (${detail})`;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

export function hasCode(error: unknown, ...codes: PlenigoErrorCode[]): boolean {
  return error instanceof PlenigoError && codes.includes(error.code);
}

/** An option of `createPlenigo` or `PlenigoClient` is wrong. Thrown at start, never at request time. */
export class PlenigoOptionError extends PlenigoError {
  override readonly name: string = 'PlenigoOptionError';
}

/** An argument, product or setting is wrong. Thrown before anything is sent. */
export class PlenigoArgumentError extends PlenigoError {
  override readonly name: string = 'PlenigoArgumentError';
}

/** plenigo answered, but not with what the call is for. */
export class PlenigoApiError extends PlenigoError {
  override readonly name: string = 'PlenigoApiError';
  /** The REST call that failed. */
  readonly call: string;
  /** The HTTP status of the answer. */
  readonly status: number;
  /** How long plenigo asks to wait before the next try, in ms; absent if it did not say. */
  readonly retryAfter?: number;

  constructor(
    code: PlenigoErrorCode,
    answer: { call: string; status: number; retryAfter?: number | undefined; detail?: string | undefined },
  ) {
    const { call, status, retryAfter, detail } = answer;
    super(code, { detail: [`${call}, status ${status}`, detail].filter(Boolean).join(': ') });
    this.call = call;
    this.status = status;
    if (retryAfter !== undefined) this.retryAfter = retryAfter;
  }
}

/** There was no answer: time-out, broken connection, or plenigo is not asked at all (`circuit-open`). It has no status. */
export class PlenigoNetworkError extends PlenigoError {
  override readonly name: string = 'PlenigoNetworkError';
  /** The REST call that failed. */
  readonly call: string;

  constructor(code: PlenigoErrorCode, { call, cause }: { call: string; cause?: unknown }) {
    super(code, { detail: call, cause });
    this.call = call;
  }
}

/** Whether it is a fault of the service, not an answer or spent time: nobody may get into a page by provoking one of these. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof PlenigoApiError)) return error instanceof PlenigoNetworkError;
  const { status, code } = error;
  // API v3 says so with a 400 when the publisher has stopped all use of it.
  if (code === 'service-unavailable') return true;
  return status >= 500 || (code === 'invalid-response' && status >= 200 && status < 300);
}

/** The reader cannot be matched to a plenigo customer (`email-conflict`, `email-missing`, `email-unstable`). */
export class PlenigoCustomerError extends PlenigoError {
  override readonly name: string = 'PlenigoCustomerError';
}

/** A request to the router was refused (`cross-origin`, `offer-invalid`). */
export class PlenigoRequestError extends PlenigoError {
  override readonly name: string = 'PlenigoRequestError';
  /** The HTTP status it is answered with. */
  readonly status = 403;
}
