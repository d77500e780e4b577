// What the example site sells, without a browser: what opens what, the offers page, free notes, and the publisher's switch.
import { expect } from 'chai';
import { archive, articles, notes } from '../../example-app/articles.js';
import {
  foreignArticle,
  type Pass,
  passes,
  plusMonth,
  plusYear,
  singleArticle,
  singleIssue,
} from '../../example-app/products.js';
import { structuredData } from '../../example-app/structured-data.js';
import { ada, useExampleSite, visit } from './visitor.js';

const [note] = notes;

describe('what the example site sells', () => {
  const site = useExampleSite();

  async function newReader() {
    const visitor = visit(site.app);
    await visitor.signUp(ada);
    const buy = ({ product }: Pick<Pass, 'product'>) =>
      site.sandbox.buy({ externalUserId: site.users.owner(ada.email) ?? '' }, product.id);
    /** The page as a browser sees it, and what plenigo was asked for it. */
    const open = async (path: string) => {
      const before = site.sandbox.requests.length;
      const { text, status } = await visitor.open(path).set('Accept', 'text/html');
      const calls = site.sandbox.calls().slice(before);
      return { text, status, calls: calls.filter((call) => call !== 'isPaywallEnabled') };
    };
    return { visitor, buy, open };
  }

  describe('a story', () => {
    for (const pass of passes) {
      it(`is open with "${pass.title}", too, whatever is sold on its page, for one question`, async () => {
        const { buy, open } = await newReader();
        buy(pass);
        for (const { slug, body } of articles) {
          const { text, calls } = await open(`/article/${slug}`);
          expect(text).to.include(body[0]).and.include('You paid for this');
          expect(calls.filter((call) => call === 'hasUserBought')).to.have.length.at.most(1);
        }
        const page = await open(`/notes/${note?.slug}`);
        // Without plenigo's script nobody counts.
        expect(page.text).to.include(note?.body[0]).and.not.include(site.sandbox.options.sdkUrl);
      });
    }

    it('that was bought by itself opens no other', async () => {
      const { buy, open } = await newReader();
      buy(singleArticle);
      const other = articles.find(({ offer }) => offer === foreignArticle);
      const { text } = await open(`/article/${other?.slug}`);
      expect(text).to.include(`${foreignArticle.label} · ${foreignArticle.price}</button>`);
      expect(text).to.not.include(other?.body[0]);
    });

    it('tells search engines which part of it is not free, in words that cannot end their script', async () => {
      const { text } = await visit(site.app).open(`/article/${articles[0]?.slug}`);
      const [, json = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(text) ?? [];
      expect(JSON.parse(json))
        .to.deep.include({ headline: articles[0]?.title, isAccessibleForFree: false })
        .and.have.nested.property('hasPart.cssSelector', '.story-paid');
      expect(
        structuredData({ title: '</script>', description: '<!--', author: 'A', url: 'https://a.example/' }),
      ).not.to.include('<');
    });
  });

  describe('the archive', () => {
    const text = archive[0]?.text;

    for (const pass of [plusMonth, plusYear]) {
      it(`opens with "${pass.title}", for one call`, async () => {
        const { buy, open } = await newReader();
        buy(pass);
        const page = await open('/archive');
        expect(page.status).to.equal(200);
        expect(page.text).to.include(text);
        expect(page.calls).to.deep.equal(['hasUserBought']);
      });
    }

    it('offers both subscriptions to everyone else, also to who has bought the issue', async () => {
      const { buy, open } = await newReader();
      buy(singleIssue);
      const page = await open('/archive');
      expect(page.text)
        .to.include(`${plusMonth.label} · ${plusMonth.price}</button>`)
        .and.include(`${plusYear.label} · ${plusYear.price}</button>`)
        .and.not.include(text);
    });
  });

  describe('the offers page', () => {
    const buttons = (text: string) =>
      [...text.matchAll(/data-plenigo-checkout="[^>]*>([^<]+)<\/button>/g)].map(([, label]) => label);
    /** The titles of the cards that are marked. */
    const marked = (text: string) =>
      [...text.matchAll(/class="pass pass-owned">\s*<h2>([^<]+)<\/h2>\s*<p class="pass-badge">Yours/g)].map(
        ([, title]) => title,
      );

    it('says to everyone what each offer costs and what it opens, and leads to the login', async () => {
      const { text } = await visit(site.app).open('/offers').expect(200);
      for (const { title, price, opens, label, product } of passes) {
        expect(text).to.include(`<h2>${title}</h2>`).and.include(`<strong>${price}</strong>`);
        for (const what of opens) expect(text).to.include(`<li>${what}</li>`);
        expect(text).to.include(`href="/login?returnTo=%2Foffers%23${product.id}">${label}</a>`);
      }
      expect(buttons(text)).to.deep.equal([]);
    });

    it('has a button for each, and asks plenigo once; for prices, once an hour', async () => {
      const { open } = await newReader();
      await open('/offers');
      const { text, calls } = await open('/offers');
      expect(buttons(text)).to.deep.equal(passes.map(({ label, price }) => `${label} · ${price}`));
      expect([marked(text), calls]).to.deep.equal([[], ['hasUserBought']]);
    });

    it('marks the issue that is bought, and still sells what opens more', async () => {
      const { buy, open } = await newReader();
      buy(singleIssue);
      const { text } = await open('/offers');
      expect(marked(text)).to.deep.equal([singleIssue.title]);
      expect(buttons(text)).to.deep.equal([plusMonth, plusYear].map(({ label, price }) => `${label} · ${price}`));
    });

    it('marks the subscription, says until when it is paid and where it is cancelled, and sells no other', async () => {
      const { buy, open } = await newReader();
      buy(plusYear);
      const { text } = await open('/offers');
      expect(marked(text)).to.deep.equal([plusYear.title]);
      expect(text).to.match(/Paid until \d{1,2} \w+ \d{4}\./);
      expect(text).to.include('href="/account#subscriptions">See or cancel it');
      expect(buttons(text)).to.deep.equal([]);
    });

    it('sells nothing while plenigo does not say what the reader has', async () => {
      const { open } = await newReader();
      site.sandbox.inject({ status: 503, times: Number.POSITIVE_INFINITY });
      const { text, status } = await open('/offers');
      expect(status).to.equal(200);
      expect(text).to.include('We cannot see just now what is yours');
      expect(buttons(text)).to.deep.equal([]);
    });
  });

  describe('a note from the quay', () => {
    const path = `/notes/${note?.slug}`;

    it('is free as long as views are left, and its page counts', async () => {
      const page = await visit(site.app).open(path).expect(200);
      expect(page.text)
        .to.include(note?.body[0])
        .and.include('<strong>free notes</strong> this month')
        .and.not.include('data-disable-metered');
    });

    it('shows its first sentence and what opens the rest when none is left, and counts no more', async () => {
      const closed = `${path}?meteredLimitReached=true`;
      const page = await visit(site.app).open(closed).expect(200);
      expect(page.text)
        .to.include(note?.opening)
        .and.include('No free note is left for you this month.')
        .and.include('Log in to read')
        .and.not.include(site.sandbox.options.sdkUrl)
        .and.not.include(note?.body[0]);
      const { open } = await newReader();
      expect((await open(closed)).text)
        .to.include(`${plusMonth.label} · ${plusMonth.price}</button>`)
        .and.include('data-disable-metered="true"')
        .and.not.include(note?.body[0]);
    });
  });

  it('opens everything to everyone, and says so, while the publisher has switched the paywall off', async () => {
    site.sandbox.paywall.enabled = false;
    const { open } = await newReader();
    // A reader who is logged in waits for the first answer; then the site knows.
    const first = await open(`/article/${articles[0]?.slug}`);
    expect(first.text).to.include(articles[0]?.body[0]).and.include('free to read just now');
    expect((await visit(site.app).open(`/notes/${note?.slug}`)).text).to.include(note?.body[0]);
    expect((await visit(site.app).open('/archive').set('Accept', 'text/html')).text).to.include(archive[0]?.text);
    // Who wants to subscribe may do so on such a night, too.
    expect((await open('/offers')).text).to.include(`${plusMonth.label} · ${plusMonth.price}</button>`);
  });

  it('has on every page, for everybody, what the law asks for: who is behind it, how to cancel, how to withdraw', async () => {
    const { open } = await newReader();
    const parts = {
      imprint: 'Imprint',
      terms: 'Terms',
      privacy: 'Privacy',
      cancel: 'Cancel contracts here',
      withdraw: 'Withdraw from a contract',
    };
    const service = (await visit(site.app).open('/service')).text;
    expect(service).to.include('href="/account#subscriptions"');
    for (const path of ['/', '/offers', '/archive', '/notes', '/account']) {
      const pages = [await open(path), await visit(site.app).open(path).redirects(1)];
      for (const [id, label] of Object.entries(parts)) {
        for (const { text } of pages) expect(text, path).to.include(`<a href="/service#${id}">${label}</a>`);
        expect(service).to.include(`<section id="${id}"`);
      }
    }
    expect((await open('/account')).text)
      .to.include('id="subscriptions"')
      .and.include('href="/service#withdraw">Would');
  });
});
