/** From where a reader comes, as plenigo wants to know it of each purchase. */

import { isIP } from 'node:net';
import type { Request } from 'express';
import type { Reporter } from './reporter.js';

type Known = { readonly ip?: (req: Request) => unknown; readonly reporter: Reporter };

/** The reader's own address without a port or an interface, and IPv4 in its own form; empty where the site knows none. */
export function readAddress({ ip, reporter }: Known, req: Request): string {
  const given: unknown = ip ? ip(req) : req.ip;
  const text = typeof given === 'string' ? given : '';
  const host = text.replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1');
  const address = host.replace(/%[\w.-]+$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(address) !== 0) return address;
  reporter.warnOnce(
    'no address of a reader, so nobody can buy: set `trust proxy` of Express, or the option `ip` of API v3',
  );
  return '';
}
