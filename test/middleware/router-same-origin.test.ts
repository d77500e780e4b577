/** The guard of a site without CSRF middleware: only its own pages may ask for credentials. */

import { expect } from 'chai';
import { type Newsstand, openNewsstand } from '../support/newsstand.js';
import { enter } from '../support/reader.js';

const EVIL = 'https://evil.example';
const WORDS = 'That did not work. Please reload this page and try again.';

describe('a click, where the site has no CSRF protection,', () => {
  let stand: Newsstand;
  afterEach(() => stand.close());

  async function clickWith(headers: Record<string, string>, options: { baseUrl?: string | undefined } = {}) {
    stand = await openNewsstand({ options: { mode: 'click', ...options } });
    const { ada, offer } = await enter(stand);
    const { status, body } = await ada.click(offer).set(headers);
    if (status === 403) {
      expect(stand.sandbox.tokens).to.deep.equal([]);
      expect(stand.errors.map(({ code }) => code)).to.deep.equal(['cross-origin']);
    }
    return `${status} ${body.status}`;
  }

  for (const site of ['cross-site', 'same-site', 'none', '', 'SAME-ORIGIN, same-origin']) {
    it(`is refused with Sec-Fetch-Site "${site}", whatever Origin says`, async () => {
      stand = await openNewsstand({ options: { mode: 'click' } });
      const { ada, offer } = await enter(stand);
      for (const origin of [stand.url, EVIL]) {
        await ada
          .click(offer)
          .set({ 'Sec-Fetch-Site': site, Origin: origin })
          .expect(403, { status: 'cross-origin', text: WORDS });
      }
      expect(stand.sandbox.tokens).to.deep.equal([]);
    });
  }

  it('passes with Sec-Fetch-Site "same-origin", with or without baseUrl', async () => {
    const headers = { 'Sec-Fetch-Site': 'same-origin' };
    expect(await clickWith(headers)).to.equal('200 ready');
    await stand.close();
    expect(await clickWith(headers, { baseUrl: undefined })).to.equal('200 ready');
  });

  it('passes with the Origin of baseUrl alone, as browsers before 2023 and plain http have it', async () => {
    stand = await openNewsstand({ options: { mode: 'click' } });
    const { ada, offer } = await enter(stand);
    await ada.click(offer).set({ Origin: stand.url }).expect(200);
  });

  for (const [name, origin] of Object.entries({
    'another site': EVIL,
    'another port': 'http://127.0.0.1:1',
    'no site at all': 'null',
    nothing: '',
  })) {
    it(`is refused with the Origin of ${name} alone, also when Host says the same`, async () => {
      const host = URL.canParse(origin) ? new URL(origin).host : 'localhost';
      expect(await clickWith({ Origin: origin, Host: host })).to.equal('403 cross-origin');
    });
  }

  it('is refused with any Origin alone where no baseUrl is set: Host and X-Forwarded-Host prove nothing', async () => {
    expect(
      await clickWith(
        { Origin: EVIL, Host: 'evil.example', 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'https' },
        { baseUrl: undefined },
      ),
    ).to.equal('403 cross-origin');
  });

  it('is refused with neither header', async () => {
    expect(await clickWith({})).to.equal('403 cross-origin');
    await stand.close();
    expect(await clickWith({ Referer: 'https://news.example/' })).to.equal('403 cross-origin');
  });
});
