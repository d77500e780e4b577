// The example site with a sandbox behind it, and a visitor without a browser, who keeps cookies and sends forms.
import type { Express } from 'express';
import type { PlenigoOptions } from 'express-plenigo';
import { type Sandbox, startSandbox } from 'express-plenigo/sandbox';
import request, { type Response } from 'supertest';
import { createApp } from '../../example-app/app.js';
import type { Mail } from '../../example-app/confirmations.js';
import { sandboxMetering, sandboxProducts } from '../../example-app/products.js';
import { UserStore } from '../../example-app/users.js';
import { silentLogger } from '../support/calls.js';

/** Readers whose passwords cost no time to hash. */
export const newUsers = () => new UserStore({ N: 2 });

export const ada = { email: 'ada@example.com', password: 'correct horse', firstName: 'Ada', lastName: 'Reed' };

interface ExampleSite {
  sandbox: Sandbox;
  users: UserStore;
  mails: Mail[];
  app: Express;
  /** Makes `app` anew, with these options besides. */
  create(options?: Partial<PlenigoOptions>): void;
}

/** Inside a `describe`: the example site, anew for each of its tests. */
export function useExampleSite(): ExampleSite {
  const site = {
    create(options) {
      const plenigo = { ...site.sandbox.options, baseUrl: 'http://127.0.0.1', logger: silentLogger, ...options };
      const { users, mails } = site;
      site.app = createApp({ plenigo, sessionSecret: 'for the test', users, sendMail: (mail) => mails.push(mail) });
    },
  } as ExampleSite;
  beforeEach(async () => {
    const sandbox = await startSandbox({ products: sandboxProducts, metering: sandboxMetering });
    Object.assign(site, { sandbox, users: newUsers(), mails: [] });
    site.create();
  });
  afterEach(() => site.sandbox.close());
  return site;
}

export function csrfOf(page: Response): string {
  const token = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1];
  if (!token) throw new Error(`There is no form on this page (${page.status})`);
  return token;
}

/** A visitor with a cookie jar of their own. */
export function visit(app: Express) {
  const agent = request.agent(app);

  /** Opens the page that has the form, fills it in and sends it. */
  async function send(path: string, action: string, fields: Record<string, string> = {}): Promise<Response> {
    const token = csrfOf(await agent.get(path));
    return agent
      .post(action)
      .type('form')
      .send({ _csrf: token, ...fields });
  }

  return {
    agent,
    send,
    open: (path: string) => agent.get(path),
    signUp: (fields: Record<string, string>) => send('/signup', '/signup', fields),
    logIn: (fields: Record<string, string>) => send('/login', '/login', fields),
    logOut: () => send('/', '/logout'),
  };
}
