// The example site together with plenigo's sandbox, without a browser: who reads what, and what stands there otherwise.
import { expect } from 'chai';
import { archive, articles } from '../../example-app/articles.js';
import { plusYear, singleArticle } from '../../example-app/products.js';
import { ownDataIn } from '../support/reader.js';
import { ada, useExampleSite, visit } from './visitor.js';

describe('the example site with plenigo', () => {
  const site = useExampleSite();

  async function newReader() {
    const visitor = visit(site.app);
    await visitor.signUp(ada);
    const externalUserId = site.users.owner(ada.email) ?? '';
    return { visitor, externalUserId };
  }

  it('allows what the checkout needs, and keeps all else of helmet’s policy', async () => {
    const page = await visit(site.app).open('/').expect(200);
    expect(page.headers['content-security-policy'])
      .to.match(/script-src 'self' [^;]*http:\/\/127\.0\.0\.1/)
      .and.include(`frame-src`)
      .and.include("script-src-attr 'none'")
      .and.not.include("script-src 'self' 'unsafe-inline'");
  });

  it('asks a visitor to log in, and plenigo nothing', async () => {
    const page = await visit(site.app).open('/article/who-owns-the-waterfront').expect(200);
    expect(page.text).to.include('/login?returnTo=%2Farticle%2Fwho-owns-the-waterfront%23offer">Log in to read');
    // The publisher's switch is for everybody, and asked beside the page.
    expect(site.sandbox.calls().filter((call) => call !== 'isPaywallEnabled')).to.deep.equal([]);
  });

  it('tells plenigo of a new reader at sign-up, by name', async () => {
    const { externalUserId } = await newReader();
    expect(site.sandbox.customers).to.have.length(1);
    expect(site.sandbox.customers[0]).to.include({ email: ada.email, externalUserId, firstName: 'Ada', name: 'Reed' });
  });

  for (const { slug, title, body, offer } of articles) {
    it(`sells "${title}", and shows all of it once it is bought`, async () => {
      const { visitor, externalUserId } = await newReader();
      const before = await visitor.open(`/article/${slug}`).expect(200);
      expect(before.text).to.include(`${offer.label} · ${offer.price}</button>`).and.not.include(body[0]);
      site.sandbox.buy({ externalUserId }, offer.product.id);
      const after = await visitor.open(`/article/${slug}`).expect(200);
      for (const paragraph of body) expect(after.text).to.include(paragraph);
      expect(after.text).not.to.include(offer.label);
      // The script sets this cookie before it loads the page anew, and takes it away.
      expect(after.text).not.to.include('Thank you!');
      const thanks = await visitor.open(`/article/${slug}`).set('Cookie', 'plenigo_bought=1');
      expect(thanks.text).to.include(`“${title}” is yours to read`).and.include('href="/account#orders"');
      expect(thanks.text).to.include('data-plenigo-thanks').and.include('data-plenigo-text');
    });
  }

  it('closes the article again when the reader logs out', async () => {
    const { visitor, externalUserId } = await newReader();
    site.sandbox.buy({ externalUserId }, singleArticle.product.id);
    await visitor.logOut();
    const page = await visitor.open('/article/the-night-the-sea-wall-held').expect(200);
    expect(page.text).to.include('Log in to read').and.not.include(articles[0]?.body[0]);
  });

  it('tells those who are not logged in what the archive costs and why, and leads them through the login back to that', async () => {
    await site.users.add(ada);
    const visitor = visit(site.app);
    const offer = await visitor.open('/archive?year=1911').set('Accept', 'text/html').expect(200);
    expect(offer.text).to.include('for subscribers').and.include(plusYear.price).and.not.include(archive[0]?.text);
    const [login = ''] = offer.text.match(/\/login\?returnTo=[^"]+%23PLUS-YEAR/) ?? [];
    const form = await visitor.open(login).expect(200);
    const returnTo = /name="returnTo" value="([^"]+)"/.exec(form.text)?.[1];
    const back = await visitor.logIn({ ...ada, returnTo: returnTo ?? '' });
    expect(back.headers.location).to.equal('/archive?year=1911#PLUS-YEAR');
  });

  it('says what is missing to a reader whose address nobody has confirmed, where the site asks for that', async () => {
    site.create({ requireVerifiedEmail: true });
    const { visitor } = await newReader();
    for (const path of ['/article/the-night-the-sea-wall-held', '/archive']) {
      const page = await visitor.open(path).set('Accept', 'text/html');
      expect(page.text).to.include('One thing is missing: your e-mail address');
    }
    expect((await visitor.open('/account').expect(200)).text).to.include('as soon as we have an e-mail address');
    expect(site.sandbox.customers).to.deep.equal([]);
  });

  it('explains why an address that plenigo knows opens nothing, and the way out works', async () => {
    site.sandbox.addCustomer({ email: ada.email });
    const { visitor } = await newReader();
    const path = '/article/the-night-the-sea-wall-held';
    const page = await visitor.open(path).expect(200);
    expect(page.text).to.include('Please confirm your e-mail address').and.not.include(singleArticle.label);
    await visitor.send('/account', '/account/email', { email: 'ada@new.example' });
    expect((await visitor.open(path)).text).to.include(`${singleArticle.label} · ${singleArticle.price}</button>`);
  });

  it('renders the teaser while plenigo is out of order', async () => {
    const { visitor } = await newReader();
    site.sandbox.inject({ times: Infinity, status: 503 });
    const page = await visitor.open('/article/the-night-the-sea-wall-held').expect(200);
    expect(page.text).to.include(articles[0]?.teaser[0]).and.include('We cannot see just now what is yours');
    const account = await visitor.open('/account').expect(200);
    expect(account.text).to.include('does not answer just now');
  });

  describe('the account page', () => {
    it('shows subscriptions, orders and personal data of plenigo, each with a login token of its own', async () => {
      const { visitor } = await newReader();
      const before = site.sandbox.tokens.length;
      const page = await visitor.open('/account').expect(200);
      const tokens = site.sandbox.tokens.slice(before).map(({ token }) => token);
      expect(tokens).to.have.length(3);
      const snippets = ownDataIn(page.text).snippets as { snippet: string; loginToken: string }[];
      expect(snippets.map(({ loginToken }) => loginToken)).to.deep.equal(tokens);
      for (const { snippet } of snippets) expect(page.text).to.include(`data-plenigo-snippet="${snippet}"></div>`);
      expect(snippets.map(({ snippet }) => snippet)).to.deep.equal(['SUBSCRIPTION', 'ORDER', 'PERSONAL_DATA']);
    });

    it('shows nothing of a customer who may be somebody else, and says why', async () => {
      site.sandbox.addCustomer({ email: ada.email });
      const { visitor } = await newReader();
      const page = await visitor.open('/account').expect(200);
      expect(page.text)
        .to.include('As soon as you confirm that it is yours')
        .and.include('Change e-mail address')
        .and.not.include('data-plenigo-snippet');
      expect(site.sandbox.tokens).to.deep.equal([]);
    });

    it('changes the e-mail address here and at plenigo', async () => {
      const { visitor, externalUserId } = await newReader();
      const answer = await visitor.send('/account', '/account/email', { email: ' Ada@New.example ' });
      expect(answer.headers.location).to.equal('/account');
      expect((await visitor.open('/account')).text)
        .to.include('Your e-mail address is changed.')
        .and.include('value="ada@new.example"');
      expect(site.sandbox.customers[0]?.email).to.equal(site.users.get(externalUserId)?.email);
      expect(site.sandbox.customers[0]?.email).to.equal('ada@new.example');
    });

    it('keeps the old address when the new one is another customer’s at plenigo, and says so at the field', async () => {
      site.sandbox.addCustomer({ email: 'bo@example.com' });
      const { visitor, externalUserId } = await newReader();
      const answer = await visitor.send('/account', '/account/email', { email: 'bo@example.com' });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.match(/value="bo@example.com"[^>]*aria-invalid="true"/);
      expect(answer.text).to.include('as another customer’s');
      expect(site.users.get(externalUserId)?.email).to.equal(ada.email);
    });

    it('keeps the old address when plenigo does not answer', async () => {
      const { visitor, externalUserId } = await newReader();
      site.sandbox.inject({ call: 'changeEmail', times: Infinity, status: 500 });
      const answer = await visitor.send('/account', '/account/email', { email: 'ada@new.example' });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('does not answer just now. Nothing was changed');
      expect(site.users.get(externalUserId)?.email).to.equal(ada.email);
      expect(site.sandbox.customers[0]?.email).to.equal(ada.email);
    });

    it('refuses what is no address and what is another reader’s, without a word to plenigo', async () => {
      await site.users.add({ email: 'bo@example.com', password: 'battery staple' });
      const { visitor } = await newReader();
      for (const email of ['', 'bo', 'BO@example.com']) {
        const answer = await visitor.send('/account', '/account/email', { email });
        expect(answer.status).to.equal(422);
        expect(answer.text).to.include('aria-invalid="true"');
      }
      expect(site.sandbox.requests.filter(({ call }) => call === 'changeEmail')).to.deep.equal([]);
    });
  });
});
