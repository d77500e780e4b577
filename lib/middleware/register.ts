/** `register()`: behind the site's own login, so that the first article page already knows the customer. */

import type { RequestHandler } from 'express';
import type { Site } from '../visit/site.js';
import { newVisit } from '../visit/visit.js';
import { asMiddleware } from './as-middleware.js';

/** A fault at plenigo never stops a login, nor does a slow one: the next page tries again. */
export function register(site: Site): RequestHandler {
  return asMiddleware(async (req, res) => {
    await newVisit(site, { req, res }).register();
    return true;
  });
}
