/** What opens plenigo's self-service pages: a customer session, of which plenigo allows one or two, and a token of it for each page. */

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import { sessionOf } from '../base/check.js';
import { hasCode } from '../base/errors.js';
import type { SharedStore } from '../base/options.js';
import type { Credential, Purpose } from '../platform/sale.js';
import { ownField } from '../transport/answer.js';
import type { PlenigoClient } from './client.js';
import type { PlenigoConfig } from './options.js';

type Wish = Pick<Purpose, 'endOthers'> & { req: Request; userId: string; customerId: string };

/** Browsers keep no cookie above 4 kB, and the site's own part of a session in a cookie needs room as well. */
const COOKIE_ROOM = 2000;

/** What it returns makes the token of a page, from a session that it keeps: in the store, else in the site's own session, and always in memory. */
export function createSelfService({ companyId, apiToken }: PlenigoConfig, store: SharedStore | undefined) {
  const key = new Uint8Array(hkdfSync('sha256', apiToken, '', 'express-plenigo customer sessions', 32));
  /** The name of what is kept. Whoever was logged in before may have left it, and only they can open it. */
  const entry = `plenigo-session:${companyId}`;
  /** The session of each owner that was opened last, or is being opened: plenigo may allow no second one. */
  const opened = new LRUCache<string, Promise<string>>({ max: 1000 });
  const openedIn = new WeakMap<Request, Promise<string>>();

  async function open({ req, userId, customerId, endOthers }: Wish, owner: string, calls: PlenigoClient) {
    const session = await calls.createSession(customerId, { endOthers });
    const sealed = seal(key, session, owner);
    const ofSite = sessionOf(req);
    // No page waits for the store, which never fails.
    if (store !== undefined) store.set(`${entry}:${userId}`, sealed);
    // A session of cookie-session, which stands in a cookie as a whole, is known by this field.
    else if (ofSite && (!('isChanged' in ofSite) || sealed.length <= COOKIE_ROOM)) ofSite[entry] = sealed;
    return session;
  }

  return async (wish: Wish, calls: PlenigoClient): Promise<Credential> => {
    const { req, userId, customerId, endOthers } = wish;
    const ofSamePage = openedIn.get(req);
    if (ofSamePage !== undefined) return calls.createTransferToken(await ofSamePage, customerId);
    // A session is kept for one user and one customer of one company.
    const owner = JSON.stringify([companyId, userId, customerId]);
    const known = opened.get(owner);
    if (!endOthers) {
      const sealed = await (store ? store.get(`${entry}:${userId}`) : ownField(sessionOf(req), entry));
      const kept = typeof sealed === 'string' ? unseal(key, sealed, owner) : undefined;
      // What is kept elsewhere may be newer, because another process opened it; but only memory is sure to have got its own.
      for (const opening of [kept, known]) {
        const session = await opening;
        try {
          if (session !== undefined) return await calls.createTransferToken(session, customerId);
        } catch (error) {
          if (!hasCode(error, 'session-invalid')) throw error;
        }
      }
    }
    const latest = opened.get(owner);
    const opening = latest !== undefined && latest !== known ? latest : open(wish, owner, calls);
    opened.set(owner, opening);
    openedIn.set(req, opening);
    opening.catch(() => {
      if (opened.get(owner) === opening) opened.delete(owner);
    });
    return calls.createTransferToken(await opening, customerId);
  };
}

/** Encrypts (AES-256-GCM) what is kept outside of this process: it is good for its owner alone. */
function seal(key: Uint8Array, text: string, owner: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

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
