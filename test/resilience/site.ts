/** A site with one page of each kind, for tests in which plenigo fails. */
import express, { type Express } from 'express';
import type { PlenigoError, PlenigoErrorCode, PlenigoOptions } from '../../lib/index.js';
import { type Api, v2 } from '../support/apis.js';
import { silentLogger } from '../support/calls.js';

export interface FaultySite {
  readonly app: Express;
  /** The codes that `onError` was told, oldest first. */
  readonly codes: PlenigoErrorCode[];
  /** Resolves when it was told the first. */
  readonly told: Promise<void>;
}

/**
 * `/login` (register), `/article` (checkout), `/archive` (requireAccess) and `/open` (requireAccess with failOpen); the
 * reader is named by the query parameter `reader`, nobody is logged in without it. The breaker is off unless a test
 * wants it, so that every page meets the fault.
 */
export function faultySite(
  { apiUrl, ...others }: Partial<PlenigoOptions> & { apiUrl: string },
  api: Api = v2,
): FaultySite {
  const codes: PlenigoErrorCode[] = [];
  let tell = () => {};
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const plenigo = api.create({
    logger: silentLogger,
    circuitBreaker: false,
    user: ({ query: { reader } }) =>
      typeof reader === 'string' ? { id: reader, email: `${reader}@reader.example` } : undefined,
    onError: ({ code }: PlenigoError) => {
      codes.push(code);
      tell();
    },
    ...others,
    ...api.at(apiUrl),
  } as PlenigoOptions);
  const archive = api.product('ARCHIVE');
  const app = express();
  const showStatus: express.RequestHandler = (_req, res) => res.json({ status: res.locals.plenigo?.status });
  app.post('/login', plenigo.register(), (_req, res) => res.status(204).end());
  app.get('/article', plenigo.checkout(api.product('ARTICLE')), showStatus);
  app.get('/archive', plenigo.requireAccess(archive), showStatus);
  app.get('/open', plenigo.requireAccess(archive, { failOpen: true }), showStatus);
  return { app, codes, told };
}
