/** What the sandbox's tests share: signing by hand, and requests whose path is sent exactly as written. */
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../lib/sandbox/index.js';
import type { PlenigoClient } from '../../lib/v2/client.js';
import { clientFor } from '../support/calls.js';

/** One sandbox for the tests of a `describe`, as if it had just been started before each. */
export function useSandbox(options: SandboxOptions = {}): () => Sandbox {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startSandbox(options);
  });
  beforeEach(() => sandbox.reset());
  after(() => sandbox.close());
  return () => sandbox;
}

/** An HS256 JWT of any claims; `header` and `tail` make broken ones. */
export function sign(
  secret: string,
  claims: unknown,
  { header = { alg: 'HS256' }, hash = 'sha256' }: { header?: object; hash?: string } = {},
): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const content = `${part(header)}.${part(claims)}`;
  return `${content}.${createHmac(hash, secret).update(content).digest('base64url')}`;
}

/** A valid `plenigoToken` for the sandbox, except for the claims that are overridden. */
export function plenigoToken(sandbox: Sandbox, claims: object = {}): string {
  return sign(sandbox.options.secret, {
    companyId: sandbox.options.companyId,
    aud: 'plenigo',
    jti: randomUUID(),
    exp: Math.floor(Date.now() / 1000) + 300,
    ...claims,
  });
}

export const clientOf = ({ options: { companyId, secret, apiUrl } }: Sandbox): PlenigoClient =>
  clientFor(apiUrl, { companyId, secret });

export const paymentData = (sandbox: Sandbox, claims: object): string =>
  sign(sandbox.options.secret, { aud: 'plenigo', ...claims });

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The body as JSON; `undefined` when it is none. */
  json: Record<string, unknown> | undefined;
}

export interface Call {
  method?: string;
  path: string;
  /** An object is sent as JSON, a string as it is. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** Sends one request on a connection of its own, with the path as it is. */
export async function send(sandbox: Sandbox, { method = 'GET', path, body, headers = {} }: Call): Promise<Answer> {
  const { hostname, port } = new URL(sandbox.url);
  const content = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const described = content !== undefined && {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(content),
  };
  const req = request({ hostname, port, method, path, agent: false, headers: { ...described, ...headers } });
  req.end(content);
  const [res] = (await once(req, 'response')) as [IncomingMessage];
  const answer = await readText(res);
  return { status: res.statusCode ?? 0, headers: res.headers, text: answer, json: parse(answer) };
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** The same with a fresh, valid token. */
export const callApi = (sandbox: Sandbox, call: Call): Promise<Answer> =>
  send(sandbox, { ...call, headers: { plenigoToken: plenigoToken(sandbox), ...call.headers } });

/** A POST as the checkout page sends it. */
export const postCheckout = (sandbox: Sandbox, path: string, body: unknown): Promise<Answer> =>
  send(sandbox, { method: 'POST', path, body, headers: { origin: sandbox.url } });

export async function loginToken(sandbox: Sandbox, customerId: string): Promise<string> {
  const path = `/api/v2/externalUser/${customerId}/createLoginToken?useExternalCustomerId=false`;
  const { json } = await callApi(sandbox, { method: 'POST', path });
  return String(json?.loginToken);
}
