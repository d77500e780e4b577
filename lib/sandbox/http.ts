/** HTTP as every part of the sandbox needs it: a body read as JSON, an answer as data, and a failure with its status. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Check } from './check.js';

/** Where API v3 is, the same as at plenigo; v2 begins at the root. */
export const V3_PATH = '/api/v3.0';
/** The browser SDK of API v3. */
export const V3_SDK_PATH = '/web/v1/frisbii_media.min.js';
/** The browser SDK of API v2; the open part is the company id. */
export const V2_SDK_PATH = '/static_resources/javascript/{id}/plenigo_sdk.min.js';

export function makeSdkPath(companyId: string): string {
  return V2_SDK_PATH.replace('{id}', encodeURIComponent(companyId));
}

/** Bodies of plenigo's calls are well below one KiB; the limit leaves room and still bounds memory. */
const BODY_LIMIT = 64 * 1024;

/** An answer as data, so that endpoints need not know about sockets. */
export interface Reply {
  status: number;
  /** Sent as JSON. Left out together with `text`: the answer is empty. */
  body?: unknown;
  text?: string;
  headers?: Readonly<Record<string, string>>;
}

export function reply(status: number, body?: unknown): Reply {
  return { status, body };
}

/** An endpoint throws it to say no; its door finds the words. */
export class ApiFailure extends Error {
  readonly status: number;

  constructor(status: number, description: string) {
    super(description);
    this.status = status;
  }
}

/** A step of a page that cannot be done, with the code that the page explains: no fault of the network, so it is 200. */
export class StepFailure<Code extends string = string> extends ApiFailure {
  readonly code: Code;

  /** `detail` is for developers. */
  constructor(code: Code, detail: string) {
    super(200, detail);
    this.code = code;
  }
}

export function ownUrl(req: IncomingMessage): string {
  return `http://127.0.0.1:${req.socket.localPort}`;
}

/** Reads the whole body as text. Throws `ApiFailure` 413 past the limit. */
export async function readText(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop early must not destroy the connection: the refusal still has to be sent.
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > BODY_LIMIT) throw new ApiFailure(413, `The body is larger than ${BODY_LIMIT} bytes.`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The fields of a JSON object. As a map it shows no inherited or `__proto__` value, whatever was sent. */
export type JsonObject = ReadonlyMap<string, unknown>;

export function textIn(body: JsonObject, name: string): string {
  const value = body.get(name);
  return typeof value === 'string' ? value : '';
}

/** Parses `text`; `undefined` unless it is a JSON object. */
export function parseJsonObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? new Map(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}

/** Reads the body of a request as a JSON object. Throws `ApiFailure` 400 for anything else. */
export function readJson({ req, text }: { req: IncomingMessage; text: string }): JsonObject {
  const type = (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new ApiFailure(400, 'The content type must be application/json.');
  const body = parseJsonObject(text);
  if (!body) throw new ApiFailure(400, 'The body is not a JSON object.');
  return body;
}

/** Makes an object that inherits nothing, so that what was not sent cannot be read from it. */
export function toFields(json: JsonObject): Record<string, unknown> {
  return Object.assign(Object.create(null), Object.fromEntries(json));
}

/** Reads the body of a request and checks it. Throws `Misfit` for a field that is not what it must be. */
export function readBody<Body>(request: { req: IncomingMessage; text: string }, check: Check, notes?: string[]): Body {
  const body = toFields(readJson(request));
  check(body, '', notes);
  return body as Body;
}

export function send(res: ServerResponse, { status, body, text, headers }: Reply): void {
  // A refused body may still be on its way, so the connection cannot be used again.
  if (status === 413) res.setHeader('connection', 'close');
  const content = text ?? (body === undefined ? undefined : JSON.stringify(body));
  const type = text === undefined ? 'application/json' : 'text/plain';
  res.writeHead(status, {
    ...(content !== undefined && {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    }),
    ...headers,
  });
  res.end(content);
}
