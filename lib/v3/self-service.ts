/** What opens plenigo's self-service pages: a customer session, of which plenigo allows one or two, and a token of it for each page. */

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import { hasCode } from '../base/errors.js';
import { inSession, sessionOf } from '../base/session.js';
import type { Credential } from '../platform/credential.js';
import type { SharedStore } from '../platform/store.js';
import type { PlenigoClient } from './client.js';
import type { PlenigoConfig } from './options.js';

interface Asked {
  readonly req: Request;
  readonly userId: string;
  readonly customerId: string;
  /** The reader agrees to be logged out at plenigo everywhere else. */
  readonly endOthers?: boolean | undefined;
}

/** So many readers a process remembers the session of. */
const READERS = 1000;
/** A browser keeps no cookie above 4 kB, and the site's own part of such a session wants room. */
const COOKIE_ROOM = 2000;

/** Makes a token for each page. @throws `session-limit`, and what the calls throw. */
export function createSelfService(config: PlenigoConfig, store: SharedStore | undefined) {
  const { companyId } = config;
  /** Of what is sealed. */
  const key = new Uint8Array(hkdfSync('sha256', config.apiToken, '', 'express-plenigo customer sessions', 32));
  /** A session of the site's holds that of one reader: of whoever came before, only they could open it. */
  const sessionKey = `plenigo-session:${companyId}`;
  const storeKey = ({ userId }: Asked) => `${sessionKey}:${userId}`;
  /** The one that was opened last for each owner, or is being opened: plenigo may allow no second one. */
  const memory = new LRUCache<string, Promise<string>>({ max: READERS });
  const ofRequest = new WeakMap<Request, Promise<string>>();

  return async function createToken(asked: Asked, calls: PlenigoClient): Promise<Credential> {
    const { req, userId, customerId, endOthers } = asked;
    // It is kept for one user and one customer of one company.
    const owner = JSON.stringify([companyId, userId, customerId]);
    const known = memory.get(owner);
    // For another snippet of the same page.
    const own = ofRequest.get(req);
    if (own !== undefined) return calls.createTransferToken(await own);
    // The session and the store may have it of another process, but only memory is sure to have got it.
    for (const find of endOthers ? [] : [() => load(asked, owner), () => known]) {
      const session = await find();
      if (session === undefined) continue;
      try {
        return await calls.createTransferToken(session);
      } catch (error) {
        if (!hasCode(error, 'session-invalid')) throw error;
      }
    }
    // Another page may have opened one meanwhile.
    const opened = memory.get(owner);
    const isNews = opened !== undefined && opened !== known;
    return calls.createTransferToken(await (isNews ? opened : open(asked, { calls, owner })));
  };

  function open(asked: Asked, { calls, owner }: { calls: PlenigoClient; owner: string }): Promise<string> {
    const { req, customerId, endOthers } = asked;
    const opening = calls.createSession(customerId, { endOthers }).then((session) => {
      save(asked, seal(key, session, owner));
      return session;
    });
    memory.set(owner, opening);
    ofRequest.set(req, opening);
    opening.catch(() => {
      if (memory.get(owner) === opening) memory.delete(owner);
    });
    return opening;
  }

  async function load(asked: Asked, owner: string): Promise<string | undefined> {
    const { req } = asked;
    const sealed = await (store ? store.get(storeKey(asked)) : inSession(req, sessionKey));
    return typeof sealed === 'string' ? unseal(key, sealed, owner) : undefined;
  }

  function save(asked: Asked, sealed: string): void {
    if (store !== undefined) {
      // Beside the page. What the site's own logger throws is no reason to end the process.
      store.set(storeKey(asked), sealed).catch(() => {});
      return;
    }
    const session = sessionOf(asked.req);
    // As cookie-session has it.
    const isCookie = session !== undefined && 'isChanged' in session;
    if (session !== undefined && (!isCookie || sealed.length <= COOKIE_ROOM)) session[sessionKey] = sealed;
  }
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
