/** What opens plenigo's self-service pages: a customer session, of which plenigo allows one or two, and a token of it for each page. */

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import { hasCode, PlenigoApiError } from '../errors.js';
import type { Credential } from '../platform.js';
import { askStore, inSession, sessionOf } from '../store.js';
import type { PlenigoClient } from './client.js';
import type { PlenigoConfig } from './options.js';

interface Asked {
  readonly req: Request;
  readonly userId: string;
  readonly customerId: string;
  /** The reader agrees to be logged out at plenigo everywhere else. */
  readonly endOthers?: boolean | undefined;
}

/** So many readers a process remembers the session of, where there is no store. */
const READERS = 1000;
/** A browser keeps no cookie above 4 kB, and the site's own part of such a session wants room. */
const COOKIE_ROOM = 2000;

export class SelfService {
  readonly #config: PlenigoConfig;
  /** Of what is sealed. */
  readonly #key: Uint8Array;
  /** A session of the site's holds that of one reader: of whoever came before, only they could open it. */
  readonly #sessionKey: string;
  readonly #memory = new LRUCache<string, string>({ max: READERS });
  /** The pages of one request share a session. */
  readonly #kept = new WeakMap<Request, Promise<readonly string[]>>();
  readonly #opened = new WeakMap<Request, Promise<string>>();
  /** And so do requests of one reader at the same time, such as those of several tabs: plenigo may allow no second one. */
  readonly #opening = new Map<string, Promise<string>>();

  constructor(config: PlenigoConfig) {
    this.#config = config;
    this.#key = new Uint8Array(hkdfSync('sha256', config.apiToken, '', 'express-plenigo customer sessions', 32));
    this.#sessionKey = `plenigo-session:${config.companyId}`;
  }

  /** @throws `session-limit`, and what the calls throw. */
  async createToken(asked: Asked, calls: PlenigoClient): Promise<Credential> {
    const { req, endOthers = false } = asked;
    const kept = endOthers ? [] : await once(this.#kept, req, () => this.#load(asked));
    for (const session of kept) {
      try {
        return await calls.createTransferToken(session);
      } catch (error) {
        if (!hasCode(error, 'session-invalid')) throw error;
      }
    }
    const session = await once(this.#opened, req, () => {
      const key = `${endOthers} ${this.#owner(asked)}`;
      return once(this.#opening, key, () => this.#open(asked, calls).finally(() => this.#opening.delete(key)));
    });
    return calls.createTransferToken(session);
  }

  async #open(asked: Asked, calls: PlenigoClient): Promise<string> {
    const answer = await calls.createSession(asked.customerId, {});
    let { customerSession } = answer;
    if (answer.removalToken !== undefined) {
      // A limit that the reader meets: only they may say whom to log out.
      if (!asked.endOthers) throw new PlenigoApiError('session-limit', { call: 'createSession', status: 200 });
      customerSession = await calls.replaceSession(answer.removalToken);
    }
    this.#save(asked, customerSession as string);
    return customerSession as string;
  }

  #storeKey({ userId }: Asked): string {
    return `${this.#sessionKey}:${userId}`;
  }

  /** A customer session is kept for one user and one customer of one company. */
  #owner({ userId, customerId }: Asked): string {
    return JSON.stringify([this.#config.companyId, userId, customerId]);
  }

  /** The session and the store may have it of another process, but only memory is sure to have got it. */
  async #load(asked: Asked): Promise<readonly string[]> {
    const { store } = this.#config;
    const key = this.#storeKey(asked);
    const sealed = await (store
      ? askStore(this.#config, () => store.get(key))
      : inSession(asked.req, this.#sessionKey));
    const owner = this.#owner(asked);
    const opened = [sealed, this.#memory.get(key)].map((each) =>
      typeof each === 'string' ? unseal(this.#key, each, owner) : undefined,
    );
    return [...new Set(opened.filter((each) => each !== undefined))];
  }

  #save(asked: Asked, customerSession: string): void {
    const { store } = this.#config;
    const key = this.#storeKey(asked);
    const sealed = seal(this.#key, customerSession, this.#owner(asked));
    this.#memory.set(key, sealed);
    if (store !== undefined) {
      // Beside the page. What the site's own logger throws is no reason to end the process.
      askStore(this.#config, () => store.set(key, sealed)).catch(() => {});
      return;
    }
    const session = sessionOf(asked.req);
    // As cookie-session has it.
    const isCookie = session !== undefined && 'isChanged' in session;
    if (session !== undefined && (!isCookie || sealed.length <= COOKIE_ROOM)) session[this.#sessionKey] = sealed;
  }
}

/** What runs for the same already is shared. */
function once<Key, T>(
  running: { get(key: Key): Promise<T> | undefined; set(key: Key, work: Promise<T>): unknown },
  key: Key,
  run: () => Promise<T>,
): Promise<T> {
  const work = running.get(key) ?? run();
  running.set(key, work);
  return work;
}

/** Encrypts (AES-256-GCM) what is kept outside of this process: it is good for its owner alone. */
function seal(key: Uint8Array, text: string, owner: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Undefined if it is not what was sealed for this owner. */
function unseal(key: Uint8Array, sealed: string, owner: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString();
  } catch {
    return undefined;
  }
}
