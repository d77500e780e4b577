/** The HTTP details every part of the sandbox needs: reading a JSON body, answering, and failing with a status. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Bodies of plenigo's calls are well below one KiB; the limit leaves room and still bounds memory. */
const BODY_LIMIT = 64 * 1024;

/** An answer as data, so that routes need not know about sockets. */
export interface Reply {
  status: number;
  /** Left out: an empty body. */
  body?: unknown;
}

/** Thrown by a route to answer with plenigo's error shape. */
export class ApiFailure extends Error {
  readonly status: number;

  constructor(status: number, description: string) {
    super(description);
    this.status = status;
  }
}

/** plenigo's documentation names `error` and `description`; both are always sent. */
export function errorBody(status: number, description: string): { error: string; description: string } {
  return { error: String(status), description };
}

const texts = new WeakMap<IncomingMessage, string>();

/** The body of a request, if somebody has read it. */
export function bodyOf(req: IncomingMessage): string | undefined {
  return texts.get(req);
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
  const text = Buffer.concat(chunks).toString('utf8');
  texts.set(req, text);
  return text;
}

/** A JSON object whose fields are read only through `get` and `has`, so that no inherited or `__proto__` value is ever seen. */
export class JsonObject {
  readonly #fields: ReadonlyMap<string, unknown>;

  constructor(fields: object) {
    this.#fields = new Map(Object.entries(fields));
  }

  get(name: string): unknown {
    return this.#fields.get(name);
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }

  names(): string[] {
    return [...this.#fields.keys()];
  }

  /** For code that reads own fields only. */
  plain(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(this.#fields);
  }
}

/** Parses `text`; `undefined` unless it is a JSON object. */
export function parseJsonObject(text: string): JsonObject | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? new JsonObject(value) : undefined;
}

/** Reads the body as a JSON object. Throws `ApiFailure` 400 for anything else. */
export async function readJsonObject(req: IncomingMessage): Promise<JsonObject> {
  const type = (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const text = await readText(req);
  if (type !== 'application/json') throw new ApiFailure(400, 'The content type must be application/json.');
  const body = parseJsonObject(text);
  if (!body) throw new ApiFailure(400, 'The body is not a JSON object.');
  return body;
}

/** Writes an answer as JSON; without a body only the status. */
export function sendJson(res: ServerResponse, { status, body }: Reply): void {
  // A refused body may still be on its way; the connection cannot be used again.
  if (status === 413) res.setHeader('connection', 'close');
  if (body === undefined) {
    res.writeHead(status).end();
    return;
  }
  res
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .end(JSON.stringify(body));
}
