/** A shared cache in front of a site, as RFC 9111 allows it to be: it stores whatever it may, and answers from it for as long as it may. */

import { type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { listen } from './newsstand.js';

interface Stored {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** What the request had in the headers that `Vary` names. */
  variant: Record<string, unknown>;
  /** ms since 1970. */
  storedAt: number;
}

type Directives = ReadonlyMap<string, string>;

export interface CachingProxy {
  url: string;
  close(): Promise<void>;
}

export interface CachingProxySetup {
  /** Headers that decide before `Cache-Control` (RFC 9213), as many CDNs have one. Default none. */
  targeted?: readonly string[];
  /** Obeys `X-Accel-Expires` before everything else, as nginx does. Default false. */
  accelExpires?: boolean;
  now?: () => number;
}

/** Statuses that may be stored without a word about it (RFC 9110, 15.1). */
const HEURISTIC = new Set([200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501]);

function directivesOf(value: unknown): Directives {
  const parts = [value]
    .flat()
    .join(',')
    .toLowerCase()
    .matchAll(/([\w-]+)(?:\s*=\s*"?([^",\s]*)"?)?/g);
  return new Map([...parts].map(([, name = '', argument = '']) => [name, argument]));
}

const seconds = (text: string | undefined) => (text && /^\d+$/.test(text) ? Number(text) : undefined);

class Cache {
  readonly #stored = new Map<string, Stored[]>();
  readonly #setup: Required<CachingProxySetup>;

  constructor(setup: Required<CachingProxySetup>) {
    this.#setup = setup;
  }

  find({ url = '', headers }: IncomingMessage): Stored | undefined {
    return this.#stored
      .get(url)
      ?.find(({ variant }) => Object.keys(variant).every((name) => headers[name] === variant[name]));
  }

  isFresh(response: Stored): boolean {
    const age = (this.#setup.now() - response.storedAt) / 1000 + (seconds(String(response.headers.age)) ?? 0);
    return age < (this.#lifetime(response) ?? 0) && !this.#rules(response.headers).has('no-cache');
  }

  keep(req: IncomingMessage, response: Omit<Stored, 'variant' | 'storedAt'>): void {
    const url = req.url ?? '';
    const fields = directivesOf(response.headers.vary);
    const variant = Object.fromEntries([...fields.keys()].map((name) => [name, req.headers[name]]));
    const stored = { ...response, variant, storedAt: this.#setup.now() };
    const others = (this.#stored.get(url) ?? []).filter((other) => other !== this.find(req));
    this.#stored.set(url, this.#mayStore(req, stored) ? [...others, stored] : others);
  }

  /** A change by any other method makes what is stored worthless. */
  forget(url = ''): void {
    this.#stored.delete(url);
  }

  #mayStore(req: IncomingMessage, stored: Stored): boolean {
    const rules = this.#rules(stored.headers);
    if (req.method !== 'GET' || stored.headers.vary === '*') return false;
    if (this.#accelExpires(stored.headers) !== undefined) return true;
    if (directivesOf(req.headers['cache-control']).has('no-store')) return false;
    if (rules.has('no-store') || rules.has('private')) return false;
    const isAllowed = ['public', 's-maxage', 'must-revalidate'].some((name) => rules.has(name));
    if (req.headers.authorization !== undefined && !isAllowed) return false;
    return this.#lifetime(stored) !== undefined || (rules.has('no-cache') && HEURISTIC.has(stored.status));
  }

  /** How long a response is fresh, in seconds; undefined if nothing says so and nothing may be guessed. */
  #lifetime({ headers, status }: Stored): number | undefined {
    const rules = this.#rules(headers);
    const told = this.#accelExpires(headers) ?? seconds(rules.get('s-maxage')) ?? seconds(rules.get('max-age'));
    if (told !== undefined) return told;
    const date = Date.parse(headers.date ?? '') || this.#setup.now();
    if (headers.expires !== undefined) return (Date.parse(headers.expires) - date) / 1000 || 0;
    const modified = Date.parse(headers['last-modified'] ?? '');
    return HEURISTIC.has(status) && modified < date ? (date - modified) / 10_000 : undefined;
  }

  #rules(headers: IncomingHttpHeaders): Directives {
    const name = [...this.#setup.targeted, 'cache-control'].find((field) => headers[field] !== undefined);
    return directivesOf(name && headers[name]);
  }

  #accelExpires(headers: IncomingHttpHeaders): number | undefined {
    return this.#setup.accelExpires ? seconds(String(headers['x-accel-expires'])) : undefined;
  }
}

/** Asks the site itself; rejects if its answer breaks off. */
async function forward(
  req: IncomingMessage,
  { site, headers }: { site: string; headers: IncomingHttpHeaders },
): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request(new URL(req.url ?? '/', site), { method: req.method, headers, agent: false });
    outgoing.once('response', resolve).once('error', reject);
    req.pipe(outgoing);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) };
}

/** Names that concern one connection only. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'content-length'];

function send(
  res: ServerResponse,
  { status, headers, body }: Omit<Stored, 'variant' | 'storedAt'>,
  cache: 'HIT' | 'MISS' | 'REVALIDATED',
): void {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !HOP_BY_HOP.includes(name)) res.setHeader(name, value);
  }
  res.setHeader('X-Cache', cache);
  res.writeHead(status).end(status === 304 ? undefined : body);
}

export async function startCachingProxy(site: string, setup: CachingProxySetup = {}): Promise<CachingProxy> {
  const cache = new Cache({ targeted: [], accelExpires: false, now: Date.now, ...setup });

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const isSafe = req.method === 'GET' || req.method === 'HEAD';
    if (!isSafe) cache.forget(req.url);
    const stored = isSafe ? cache.find(req) : undefined;
    const wantsNew = directivesOf(req.headers['cache-control']).has('no-cache');
    if (stored && !wantsNew && cache.isFresh(stored)) return send(res, stored, 'HIT');
    const { etag } = stored?.headers ?? {};
    const headers = { ...req.headers, ...(etag && { 'if-none-match': etag }) };
    const fresh = await forward(req, { site, headers });
    if (stored && etag && fresh.status === 304) {
      const updated = { ...stored, headers: { ...stored.headers, ...fresh.headers } };
      cache.keep(req, updated);
      return send(res, updated, 'REVALIDATED');
    }
    if (fresh.status !== 304) cache.keep(req, fresh);
    return send(res, fresh, 'MISS');
  }

  return await listen((req, res) => {
    answer(req, res).catch(() => res.destroy());
  });
}
