/** The doors of the sandbox: who may come in by which, and how each says no. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isOwnHost, isOwnPage } from './console/guard.js';
import type { Door } from './endpoint.js';
import { ApiFailure, describeError, ownUrl } from './http.js';
import { describeV3Failure, V3Failure } from './v3/failure.js';

/** Compares in constant time: digests have one length, whatever was sent. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [given, expected].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
  return timingSafeEqual(a, b);
}

function refuseUnless(isAllowed: boolean, status: number, description: string): void {
  if (!isAllowed) throw new ApiFailure(status, description);
}

const refuseInV2Words: Door['refuse'] = ({ status, message }) => ({ status, body: describeError(status, message) });

/** API v2 is for whoever signs with the company's secret. */
export const v2Door: Door = {
  admit: (req, { verifyToken }) => verifyToken(req.headers.plenigotoken),
  refuse: refuseInV2Words,
};

/** API v3 is for whoever has its access token. */
export const v3Door: Door = {
  admit(req, { options }) {
    if (isSame(String(req.headers['x-plenigo-token']), options.apiToken)) return;
    throw new V3Failure(401, 99008, 'Api token provided is not authorized.');
  },
  refuse: (failure) => ({ status: failure.status, body: describeV3Failure(failure) }),
};

/**
 * The steps of a checkout and of the self-service are for the sandbox's own pages: only they may use a token, pay or
 * change an account. A browser names the origin of every POST.
 */
export const stepDoor: Door = {
  admit(req) {
    const isOwn = req.headers.origin === ownUrl(req);
    refuseUnless(isOwn, 403, 'The request did not come from the page that this is for.');
  },
  refuse: ({ status, message: detail }) => ({ status, body: { step: 'error', code: 'request-refused', detail } }),
};

/** A browser sends these headers for every page, whichever. Node's own `fetch` sends other headers of that kind. */
function isFromPage(req: IncomingMessage): boolean {
  return !isOwnHost(req) || req.headers.origin !== undefined || req.headers['sec-fetch-site'] !== undefined;
}

/** The control API is for programs on this machine that have the company's secret. */
export const controlDoor: Door = {
  admit(req, { options }) {
    refuseUnless(!isFromPage(req), 403, 'The control API is for programs on this machine, not for web pages.');
    const isKnown = isSame(req.headers.authorization ?? '', `Bearer ${options.secret}`);
    refuseUnless(isKnown, 401, 'The header "Authorization: Bearer SECRET" with the secret of the company is missing.');
  },
  refuse: (failure) => ({
    ...refuseInV2Words(failure),
    ...(failure.status === 401 && { headers: { 'www-authenticate': 'Bearer' } }),
  }),
};

/** The sandbox's own page is for browsers on this machine. */
export const consoleDoor = {
  admit(req: IncomingMessage): void {
    refuseUnless(isOwnHost(req), 403, `The page of this sandbox is only at ${ownUrl(req)}`);
  },
  refuse: refuseInV2Words,
} satisfies Door;

/** What the page does may be asked for by the page alone. */
export const actionDoor: Door = {
  admit(req) {
    consoleDoor.admit(req);
    refuseUnless(isOwnPage(req), 403, 'The request did not come from the page of this sandbox.');
  },
  refuse: refuseInV2Words,
};

/** Scripts, style sheets, checkout and self-service are for everybody; no more can go wrong than that there is no such page. */
export const pageDoor: Door = {
  admit() {},
  refuse: ({ status }) => ({ status, text: 'The sandbox has no such page.\n' }),
};
