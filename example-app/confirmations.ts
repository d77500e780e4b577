// The links with which readers confirm their e-mail addresses: signed, so that nothing has to be kept for them.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Reader } from './users.js';

/** A mail that the site sends. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

export interface Confirmations {
  /** Good for a day, for this reader with this address. */
  token(reader: Reader): string;
  accepts(token: string, reader: Reader): boolean;
}

export function createConfirmations(secret: string): Confirmations {
  const sign = (reader: Reader, until: number) =>
    createHmac('sha256', secret)
      .update(JSON.stringify(['confirm', reader.id, reader.email, until]))
      .digest('base64url');
  return {
    token(reader) {
      const until = Date.now() + DAY_MS;
      return `${until}.${sign(reader, until)}`;
    },
    accepts(token, reader) {
      const [until = '', signature = ''] = token.split('.');
      const [given, expected] = [Buffer.from(signature), Buffer.from(sign(reader, Number(until)))];
      return Number(until) > Date.now() && given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
