/** An account page in a real browser: each snippet for one login token, which is in no address, and what goes wrong. */
import { expect } from 'chai';
import { NONCE, useAccount, usualPage } from '../support/account-page.js';
import { SNIPPETS } from '../support/account-snippets.js';
import { expectProblem } from '../support/browser.js';
import { document } from '../support/newsstand.js';
import { present } from '../support/present.js';

describe('an account page under helmet’s defaults and cspDirectives()', function () {
  this.timeout(60_000);
  const open = useAccount();

  it('shows the personal data, and really changes them', async () => {
    const account = await open();
    const frame = account.frame('PERSONAL_DATA');
    const first = frame.getByLabel('First name');
    expect(await first.inputValue()).to.equal('Ada');
    expect(await frame.getByText('ada@news.example').count()).to.equal(1);
    await first.fill('Augusta');
    await first.press('Enter');
    await frame.getByRole('status').filter({ hasText: 'saved' }).waitFor();
    expect(account.ada).to.include({ firstName: 'Augusta', name: 'Reed' });
    expect(await frame.getByLabel('First name').inputValue()).to.equal('Augusta');
    // Whoever types on with the keyboard is where they were.
    expect([await frame.locator(':focus').innerText(), account.said]).to.deep.equal(['Save', []]);
  });

  it('shows every snippet, each with a name and as high as its content, for one token each', async () => {
    const account = await open({ snippets: SNIPPETS });
    for (const snippet of SNIPPETS) {
      const frame = account.frame(snippet);
      await frame.getByRole('heading').first().waitFor();
      const height = await frame.locator('html').evaluate(({ scrollHeight }) => scrollHeight);
      const box = await account.page.locator(`#${snippet} iframe`).boundingBox();
      expect(box?.height, snippet).to.be.at.least(height);
      expect(await account.page.locator(`#${snippet} iframe`).getAttribute('title')).to.match(/^Your /);
    }
    expect(account.sandbox.tokens).to.have.length(SNIPPETS.length);
    expect(account.sandbox.tokens.filter(({ used }) => !used)).to.deep.equal([]);
    expect(account.sandbox.tokenFailures).to.deep.equal({ used: 0, expired: 0, unknown: 0 });
    const leaked = account.addresses.filter((url) => account.sandbox.tokens.some(({ token }) => url.includes(token)));
    expect(leaked).to.deep.equal([]);
    const html = await account.page.content();
    for (const { token } of account.sandbox.tokens) expect(html).not.to.include(token);
    expect(account.said).to.deep.equal([]);
  });

  it('shows what was bought, and lets the reader cancel a subscription and think again', async () => {
    const account = await open({ snippets: ['ORDER', 'SUBSCRIPTION'] });
    const orders = account.frame('ORDER').getByRole('listitem');
    await orders.first().waitFor();
    expect(await orders.allTextContents()).to.have.length(2);
    expect(await orders.last().textContent())
      .to.include('The long way home')
      .and.include('€2.49');
    const subscriptions = account.frame('SUBSCRIPTION');
    await subscriptions.getByText('€9.90 a month').waitFor();
    await subscriptions.getByRole('button', { name: 'Cancel subscription' }).click();
    await subscriptions.getByText(/^CancelledEnds on/).waitFor();
    await subscriptions.getByRole('button', { name: 'Keep it after all' }).click();
    await subscriptions.getByText(/^ActiveRenews on/).waitFor();
  });

  it('says in a field what is missing in it', async () => {
    const account = await open({ snippets: ['BILLING_ADDRESS_DATA'] });
    const frame = account.frame('BILLING_ADDRESS_DATA');
    await frame.getByLabel('Street and number').fill('Pier 7');
    await frame.getByLabel('City').fill('Hamburg');
    await frame.getByRole('button', { name: 'Save' }).click();
    expect(await frame.locator(':focus').getAttribute('autocomplete')).to.equal('postal-code');
    expect(await frame.locator('input:invalid').count()).to.equal(1);
    expect(await frame.getByLabel('Street and number').inputValue()).to.equal('Pier 7');
    expect(account.ada.postalAddress).to.equal(undefined);
  });

  it('works again after a reload, with new tokens, and uses none twice when its script is loaded twice', async () => {
    const account = await open({
      render: (res) => usualPage(res).replace('</body>', `${res.locals.plenigoAccount?.scriptTag}</body>`),
    });
    await account.frame('PERSONAL_DATA').getByLabel('First name').waitFor();
    await account.page.reload();
    await account.frame('PERSONAL_DATA').getByLabel('First name').waitFor();
    expect(account.sandbox.tokens.map(({ used }) => used)).to.deep.equal([true, true]);
    expect(account.sandbox.tokenFailures.used).to.equal(0);
  });

  it('needs no sideways scrolling on a phone', async () => {
    const account = await open({ snippets: ['PERSONAL_DATA', 'ORDER', 'SUBSCRIPTION'] });
    await account.page.setViewportSize({ width: 360, height: 700 });
    const frame = account.frame('SUBSCRIPTION');
    await frame.getByRole('heading').waitFor();
    const [wanted, has] = await frame
      .locator('html')
      .evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth]);
    expect(wanted).to.equal(has);
  });
});

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
