// `express-plenigo doctor --page` at the example, on which all is well, and where there is no page.
import { expect } from 'chai';
import type { Express } from 'express';
import { createApp } from '../../example-app/app.js';
import { articles } from '../../example-app/articles.js';
import { sandboxOffers, sandboxProducts } from '../../example-app/products.js';
import { run } from '../../lib/cli/run.js';
import { startSandbox } from '../../lib/sandbox/index.js';
import { openSession } from '../cli/io.js';
import { cookieOf, examine } from '../cli/page/examine.js';
import { silentLogger } from '../support/calls.js';
import { listen } from '../support/listen.js';
import { nowhere } from '../support/nowhere.js';
import { newUsers } from './visitor.js';

const reader = { email: 'ada@reader.example', password: 'harbour-light', firstName: 'Ada', lastName: 'Reader' };

describe('doctor --page', () => {
  for (const api of ['v2', 'v3'] as const) {
    it(`finds nothing wrong with the example, with API ${api}, for readers who are logged in or not`, async () => {
      const sandbox = await startSandbox({ products: sandboxProducts, offers: sandboxOffers });
      let app: Express;
      const site = await listen((req, res) => app(req, res));
      try {
        const options = api === 'v2' ? sandbox.options : sandbox.v3.options;
        const users = newUsers();
        await users.add(reader);
        const plenigo = { ...options, baseUrl: site.url, logger: silentLogger };
        app = createApp({ plenigo, sessionSecret: 'for the test', users });
        const form = await fetch(`${site.url}/login`);
        const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(await form.text()) ?? [];
        const login = await fetch(`${site.url}/login`, {
          method: 'POST',
          body: new URLSearchParams({ _csrf: token, email: reader.email, password: reader.password }),
          headers: { cookie: cookieOf(form) },
          redirect: 'manual',
        });
        const page = `${site.url}/article/${articles[0]?.slug}`;
        const args = ['--company', options.companyId];
        const everybody = ['Page', 'Script tag', 'Router', 'plenigo’s script', 'Security policy', 'Caches'];
        for (const [cookie, checks] of [
          [undefined, everybody],
          [cookieOf(login), [...everybody, 'Click']],
        ] as const) {
          const { code, findings } = await examine(page, { args, env: { cookie } });
          expect(Object.keys(findings)).to.have.members(checks);
          for (const [check, finding] of Object.entries(findings)) expect(finding, check).to.match(/^ok /);
          expect(code).to.equal(0);
        }
        expect(
          sandbox.requests.map(({ call }) => call),
          'no click has prepared a purchase',
        ).not.to.include('preparePurchase');
        const session = openSession({ env: { cookie: cookieOf(login) } });
        expect(await run(['doctor', '--page', page], session.io)).to.equal(0);
        expect(session.printed()).to.match(/All is well\.$/);
      } finally {
        await site.close();
        await sandbox.close();
      }
    });
  }

  it('says that a site is not there', async () => {
    const { code, findings } = await examine(nowhere);
    expect(findings).to.deep.equal({
      Page: 'fail It cannot be opened (ECONNREFUSED). → Check the address, and whether the site runs.\n',
    });
    expect(code).to.equal(1);
  });
});
