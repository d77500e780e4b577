/** An account page in a real browser when something is wrong: a token that does not work, a script that is missing. */

import { expect } from 'chai';
import { NONCE, useAccount, usualPage } from '../support/account-page.js';
import { expectProblem } from '../support/browser.js';
import { document } from '../support/newsstand.js';
import { present } from '../support/present.js';

describe('an account page', function () {
  this.timeout(60_000);
  const open = useAccount();

  describe('whose login token does not work', () => {
    it('says that it was opened before, and leads to the login', async () => {
      let first: string | undefined;
      // As a cache would, that keeps the page in spite of its headers.
      const account = await open({
        render: (res) => {
          first ??= usualPage(res);
          return first;
        },
      });
      await account.frame('PERSONAL_DATA').getByLabel('First name').waitFor();
      await account.page.reload();
      const frame = account.frame('PERSONAL_DATA');
      await frame.getByRole('heading', { name: 'This page was opened before' }).waitFor();
      expect(await frame.getByRole('alert').textContent()).to.include('login-token-used');
      await frame.getByRole('button', { name: 'Log in again' }).click();
      await account.page.waitForURL(`${account.url}/login?next=/account`);
    });

    it('says that it was open for too long', async () => {
      const account = await open({
        render: (res, { pass }) => {
          pass(5 * 60_000 + 1);
          return usualPage(res);
        },
      });
      const frame = account.frame('PERSONAL_DATA');
      await frame.getByRole('heading', { name: 'This page was open for too long' }).waitFor();
      expect(account.sandbox.tokenFailures.expired).to.equal(1);
    });

    it('says so in place of the snippet that is concerned, and shows the other', async () => {
      const account = await open({
        snippets: ['ORDER', 'PERSONAL_DATA'],
        render: (res) => usualPage(res).replace(/loginToken":"[\w-]+/, 'loginToken":"made-up'),
      });
      await account.frame('ORDER').getByText('login-token-unknown').waitFor();
      await account.frame('PERSONAL_DATA').getByLabel('First name').waitFor();
    });

    it('leads to the login when the reader comes back to it after a while', async () => {
      const account = await open();
      const frame = account.frame('PERSONAL_DATA');
      await frame.getByLabel('First name').fill('Eve');
      account.pass(31 * 60_000);
      await frame.getByRole('button', { name: 'Save' }).click();
      await account.page.waitForURL(`${account.url}/login?next=/account`);
      expect(account.ada.firstName).to.equal('Ada');
    });
  });

  describe('whose script of plenigo is missing', () => {
    const nothingOfPlenigo = { directives: () => ({}) };

    it('tells the reader once, in their language, however many snippets there are', async () => {
      expectProblem(/Content Security Policy/);
      const options = { language: 'de' } as const;
      const account = await open({ snippets: ['ORDER', 'PERSONAL_DATA'], ...nothingOfPlenigo, options });
      const alerts = account.page.getByRole('alert');
      await alerts.waitFor();
      expect(await alerts.textContent()).to.match(/blockiert.*Werbeblocker/);
      expect(await account.page.locator('[data-plenigo-snippet]').allTextContents()).to.include('');
    });

    it('lets the site say it in its own words', async () => {
      expectProblem(/Content Security Policy/);
      const account = await open({
        directives: () => ({ scriptSrc: ["'self'", `'nonce-${NONCE}'`] }),
        render: (res) =>
          usualPage(res).replace(
            '<main>',
            `<script nonce="${NONCE}">addEventListener('plenigo:error', (event) => {
              event.preventDefault();
              event.target.textContent = 'Our own words for ' + event.detail.code;
            });</script><main>`,
          ),
      });
      await account.page.getByText('Our own words for blocked').waitFor();
      expect(await account.page.getByRole('alert').count()).to.equal(0);
    });

    it('shows the other snippets when plenigo’s script fails at one', async () => {
      expectProblem(/no such snippet/);
      const account = await open({
        snippets: ['ORDER', 'PERSONAL_DATA'],
        directives: (plenigo) => ({ ...plenigo.cspDirectives(), scriptSrc: ["'self'", `'nonce-${NONCE}'`] }),
        render: (res) =>
          document(
            present(res.locals.plenigoAccount).elements,
            `<script nonce="${NONCE}">window.plenigo = {
              Snippet: { PERSONAL_DATA: 'personal' },
              renderSnippet({ elementId, snippetId }) {
                if (!snippetId) throw new Error('no such snippet');
                document.getElementById(elementId).textContent = 'Rendered: ' + snippetId;
              },
            }</script>${res.locals.plenigoAccount?.scriptTag.split('\n').slice(0, 2).join('')}`,
          ),
      });
      await account.page.getByText('Rendered: personal').waitFor();
      expect(await account.page.getByRole('alert').textContent()).to.include('cannot be shown');
    });
  });

  describe('with the call that plenigo documents', () => {
    it('works where the site allows the inline script, by its nonce', async () => {
      const account = await open({
        snippets: ['ORDER'],
        options: { nonce: () => NONCE, sdk: 'blocking' },
        directives: (plenigo) => ({ ...plenigo.cspDirectives(), scriptSrc: [`'nonce-${NONCE}'`, "'self'"] }),
        render: (res) => {
          const { scriptTag, snippets } = present(res.locals.plenigoAccount);
          const call = `<script nonce="${NONCE}">${snippets[0]?.call}</script>`;
          return document('<div id="ORDER"></div>', `${scriptTag}${call}`);
        },
      });
      await account.frame('ORDER').getByText('The long way home').waitFor();
      expect(account.said).to.deep.equal([]);
      // The script has the token in its list, too, and leaves it alone for want of an element.
      expect(account.sandbox.tokenFailures.used).to.equal(0);
    });

    interface Sdk {
      Snippet: Record<string, string>;
      renderSnippet(call: object): void;
    }

    it('never leads to an address that is a script', async () => {
      const account = await open({ snippets: ['ORDER'] });
      await account.frame('ORDER').getByRole('heading').waitFor();
      await account.page.evaluate(() => {
        const { plenigo } = window as unknown as { plenigo: Sdk };
        plenigo.renderSnippet({
          elementId: 'ORDER',
          snippetId: plenigo.Snippet.ORDER,
          loggedOutRedirectUrl: 'javascript:document.title="taken over"',
          loginToken: 'made-up',
        });
      });
      const frame = account.frame('ORDER');
      await frame.getByRole('button', { name: 'Log in again' }).click();
      await frame.getByText('login-token-unknown').waitFor();
      expect(account.page.url()).to.equal(`${account.url}/account`);
      expect(await account.page.title()).to.equal('The Newsstand');
    });
  });
});
