/** Puts the middlewares together for one site: what `createPlenigo` of every API has in common. */

import type { Request } from 'express';
import { checkSiteUser } from './customer/site-user.js';
import type { Signer } from './jwt.js';
import { account } from './middleware/account.js';
import { factory, type Middleware } from './middleware/as-middleware.js';
import { checkout } from './middleware/checkout.js';
import { cspDirectives } from './middleware/csp.js';
import { onLogin } from './middleware/on-login.js';
import { register } from './middleware/register.js';
import { type AccessOptions, requireAccess } from './middleware/require-access.js';
import { router } from './middleware/router.js';
import type { OfRequest } from './middleware/selling.js';
import type { Middlewares } from './middlewares.js';
import type { SiteConfig } from './options.js';
import { fromPassportUser } from './passport/index.js';
import type { Platform } from './platform.js';
import { createSite, type Site } from './visit/site.js';

interface Own {
  readonly site: Site;
  /** Its self-service pages have names of its own. */
  account(snippet: unknown, settings: unknown): Middleware;
}

export function middlewaresOf<Sold, Settings, Asked = Sold>(
  config: SiteConfig,
  parts: { platform: Platform; signer: Signer },
): Middlewares<Sold, Settings, Asked> & Own {
  const userOf = (req: Request) => fromPassportUser((req as { user?: unknown }).user);
  const site = createSite(config, { ...parts, userOf });
  return {
    site,
    register: factory('register', () => register(site)),
    onLogin: (...nothing) => onLogin(site, nothing),
    checkout: factory('checkout', (products: OfRequest<unknown, never>, settings?: OfRequest<unknown, never>) =>
      checkout(site, { products, settings }),
    ),
    requireAccess: factory('requireAccess', (products: OfRequest<unknown, never>, options?: AccessOptions) =>
      requireAccess(site, { products, options }),
    ),
    account: factory('account', (snippet: unknown, settings: unknown) => account(site, { snippet, settings })),
    router: factory('router', () => router(site)),
    cspDirectives: () => cspDirectives(site),
    changeEmail: async (user, req) => site.customers.changeEmail(req, checkSiteUser(user, config)),
    forget: ({ id }) => site.customers.answers.forget(String(id)),
  };
}
