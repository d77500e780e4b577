// The example site for a browser that asks for German: its pages, stories, mails and prices; and nothing English is left.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { archive, articles, notes } from '../../example-app/articles.js';
import { passes, sandboxProducts, sandboxTitles } from '../../example-app/products.js';
import { german, texts } from '../../example-app/texts.js';
import { root } from '../support/root.js';
import { ada, useExampleSite, visit } from './visitor.js';

const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&#34;')
    .replaceAll("'", '&#39;');

/** Sentences of the English pages, none of which is German as well. */
const english = Object.values(texts)
  .flat(2)
  .filter(
    (text): text is string =>
      typeof text === 'string' && text.length > 8 && !Object.values(german).flat(2).includes(text),
  )
  .map(escaped);

describe('the example site in German', () => {
  it('has a title for each product and offer in the checkout', () => {
    const titles = Object.values(sandboxProducts).map(({ title }) => title);
    expect(Object.keys(sandboxTitles.de)).to.deep.equal(titles);
  });

  const site = useExampleSite();

  function germanVisit(language = 'de-AT,de;q=0.9,en;q=0.5') {
    const visitor = visit(site.app);
    visitor.agent.set('Accept-Language', language).set('Accept', 'text/html');
    return visitor;
  }

  it('has every text, in as many parts as the English one', () => {
    for (const [key, text] of Object.entries(texts)) {
      const other = german[key as keyof typeof german];
      expect(Array.isArray(other) ? other.length : typeof other, key).to.equal(
        Array.isArray(text) ? text.length : typeof text,
      );
    }
    for (const story of [...articles, ...notes, ...archive, ...passes])
      expect(story.de, story.title).to.be.an('object');
  });

  it('is read without a line that breaks in “E‑Mail”, and speaks to women as to men, as do this package and its sandbox', () => {
    const site = ['articles.de', 'products', 'texts'].map((name) => `example-app/${name}.ts`);
    for (const file of [...site, 'lib/base/texts.ts', 'lib/sandbox/pages/german.ts'])
      expect(readFileSync(join(root, file), 'utf8'), file).to.not.match(
        /E-Mail|Tee-|\b(?:Leser|Abonnenten?|Kunden?|Käufer|Besucher|Anwohner|Gutachter|jede[rn], der)\b/,
      );
  });

  for (const who of [
    'everyone',
    'a reader who is logged in',
    'a reader whose address is another’s',
    'nobody while plenigo is down',
  ]) {
    it(`is German on each page, for ${who}`, async () => {
      const visitor = germanVisit();
      if (who.includes('another')) site.sandbox.addCustomer({ email: ada.email });
      if (who !== 'everyone') await visitor.signUp(ada);
      if (who.includes('down')) site.sandbox.inject({ status: 503, times: Number.POSITIVE_INFINITY });
      const stories = [...articles.map(({ slug }) => `/article/${slug}`), ...notes.map(({ slug }) => `/notes/${slug}`)];
      for (const path of [
        '/',
        '/notes',
        '/archive',
        '/offers',
        '/account',
        '/login',
        '/signup',
        '/service',
        '/nowhere',
        ...stories,
      ]) {
        const page = await visitor.open(path).redirects(1);
        expect(page.text, path).to.include('<html lang="de">');
        expect(page.headers.vary, path).to.match(/Accept-Language/);
        // Beside each price stands that the tax is in it.
        expect(page.text.split(german.withVat).length, path).to.equal(page.text.split('-price">').length);
        expect(
          english.filter((text) => page.text.includes(`>${text}`) || page.text.includes(`${text}<`)),
          path,
        ).to.deep.equal([]);
      }
      const [story] = articles;
      const page = await visitor.open(`/article/${story?.slug}`);
      expect(page.text).to.include(story?.de?.teaser?.[0]).and.not.include(story?.teaser[0]);
    });
  }

  it('tells plenigo and its script the language of the reader', async () => {
    const visitor = germanVisit();
    await visitor.signUp(ada);
    const page = await visitor.open('/article/a-map-of-everything-the-harbour-has-lost');
    expect(page.text).to.include('data-lang="de"');
    expect(page.text).to.match(/checkout-de-\w+\.js/);
    expect(page.text).to.include('Diesen Artikel kaufen · 1,49\u00a0€</button>');
    expect(site.sandbox.customers.map(({ language }) => language)).to.deep.equal(['de']);
  });

  it('writes its mails and messages in German', async () => {
    const visitor = germanVisit();
    await visitor.signUp(ada);
    expect(site.mails.map(({ subject }) => subject)).to.deep.equal([german.mailSubject]);
    expect((await visitor.open('/')).text).to.include(german.welcome('Ada'));
    const wrong = await germanVisit().logIn({ email: 'nobody@example.com', password: 'x' });
    expect(wrong.text).to.include(german.wrongLogin);
    expect((await germanVisit().signUp({ email: '', password: 'x' })).text)
      .to.include(german.enterEmail)
      .and.include(german.shortPassword(8));
  });

  for (const [language, spoken] of Object.entries({
    en: 'en',
    'fr,en;q=0.5': 'en',
    fr: 'en',
    '*': 'en',
    de: 'de',
    'de-CH': 'de',
    'en;q=0.1,de': 'de',
  })) {
    it(`speaks ${spoken} to a browser that asks for ${language}`, async () => {
      expect((await germanVisit(language).open('/')).text).to.include(`<html lang="${spoken}">`);
    });
  }
});
