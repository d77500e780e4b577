// The example's readers: hashed passwords, one of them an address, and an address that plenigo knows is confirmed by mail.

import { inspect } from 'node:util';
import { expect } from 'chai';
import { articles } from '../../example-app/articles.js';
import { singleArticle } from '../../example-app/products.js';
import { EmailTakenError, UserStore } from '../../example-app/users.js';
import { ada, newUsers, useExampleSite, visit } from './visitor.js';

const STORY = '/article/the-night-the-sea-wall-held';
const PAID = articles[0]?.body[0] ?? '';

describe('an e-mail address that plenigo knows', () => {
  const site = useExampleSite();
  beforeEach(() => {
    site.sandbox.buy(site.sandbox.addCustomer({ email: ada.email }), singleArticle.product.id);
  });

  /** The path of the link in the newest mail. */
  function link(): string {
    const { pathname, search } = new URL(/http\S+/.exec(site.mails.at(-1)?.text ?? '')?.[0] ?? '');
    return pathname + search;
  }

  const tokenIn = (path: string) => new URL(path, 'http://127.0.0.1').searchParams.get('token') ?? '';

  async function signedUp(fields = ada) {
    const visitor = visit(site.app);
    await visitor.signUp(fields);
    return visitor;
  }

  it('is no dead end: the reader confirms it, is linked to the customer, and has what was bought before', async () => {
    const visitor = await signedUp();
    const closed = await visitor.open(STORY);
    expect(closed.text).to.include('Please confirm your e-mail address').and.not.include(PAID);
    expect(site.mails.map(({ to, subject }) => [to, subject])).to.deep.equal([
      [ada.email, 'Please confirm your e-mail address'],
    ]);

    // Asked for once more, from the story.
    expect((await visitor.send(STORY, '/account/confirmation')).headers.location).to.equal('/account');
    expect((await visitor.open('/account')).text).to.include('We have sent you a link.');
    expect(site.mails).to.have.length(2);

    const answer = await visitor.send(link(), '/account/confirm', { token: tokenIn(link()) });
    expect(answer.headers.location).to.equal('/account');
    const [customer, ...others] = site.sandbox.customers;
    expect(others).to.deep.equal([]);
    expect(customer?.externalUserId).to.equal(site.users.owner(ada.email));
    expect((await visitor.open('/account')).text)
      .to.include('is yours here, too.')
      .and.include('data-plenigo-snippet="ORDER"')
      .and.not.include('Send me the link');
    expect((await visitor.open(STORY)).text).to.include(PAID);
  });

  it('is not confirmed by a mail program that opens the link', async () => {
    const visitor = await signedUp();
    expect((await visitor.open(link())).text)
      .to.include('Is this address yours?')
      .and.include(ada.email);
    expect((await visitor.open(STORY)).text).to.not.include(PAID);
  });

  it('is not confirmed by whom the mail reaches, for the account of somebody who has made use of the address', async () => {
    const thief = await signedUp();
    const victim = await signedUp({ ...ada, email: 'ada@elsewhere.example' });
    const [stolen] = site.mails;
    const path = new URL(/http\S+/.exec(stolen?.text ?? '')?.[0] ?? '');
    // Nobody is logged in in the victim's browser, or the victim is: with an account of their own.
    await visit(site.app)
      .open(path.pathname + path.search)
      .expect(302);
    expect((await victim.open(path.pathname + path.search).expect(403)).text).to.include(
      'This link does not work any more',
    );
    await victim.send('/account', '/account/confirm', { token: tokenIn(path.href) });
    expect((await thief.open(STORY)).text).to.not.include(PAID);
  });

  for (const [what, spoil] of Object.entries<(token: string) => string>({
    'that is forged': (token) => `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
    'with a later day': (token) => `9${token}`,
    'that is none': () => 'x',
    'of yesterday': (token) => token,
  })) {
    it(`is not confirmed by a link ${what}`, async () => {
      const visitor = await signedUp();
      const now = Date.now;
      try {
        if (what === 'of yesterday') Date.now = () => now() + 24 * 60 * 60 * 1000 + 1;
        const token = spoil(tokenIn(link()));
        expect((await visitor.send('/account', '/account/confirm', { token })).status).to.equal(403);
      } finally {
        Date.now = now;
      }
      expect(site.users.get(site.users.owner(ada.email) ?? '')?.emailVerified).to.equal(false);
    });
  }

  it('is not confirmed by the link for the address before', async () => {
    const visitor = await signedUp({ ...ada, email: 'ada@first.example' });
    const first = link();
    await visitor.send('/account', '/account/email', { email: 'ada@second.example' });
    expect((await visitor.send('/account', '/account/confirm', { token: tokenIn(first) })).status).to.equal(403);
    await visitor.send(link(), '/account/confirm', { token: tokenIn(link()) });
    expect(site.users.get(site.users.owner('ada@second.example') ?? '')?.emailVerified).to.equal(true);
  });
});

const mixed = { email: 'Ada@Example.com ', password: 'correct horse' };

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error) => error,
  );

describe('the user store', () => {
  let users: UserStore;
  beforeEach(() => {
    users = newUsers();
  });

  it('knows a reader by address and password, in whatever case the address is written', async () => {
    users = new UserStore();
    const reader = await users.add(mixed);
    expect(reader.email).to.equal('ada@example.com');
    expect(await users.check('ADA@example.com', 'correct horse')).to.equal(reader);
    expect(await users.check('ada@example.com', 'Correct horse')).to.equal(undefined);
    expect(await users.check('nobody@example.com', 'correct horse')).to.equal(undefined);
  });

  it('hands out neither the password nor its hash', async () => {
    expect(await users.add(mixed)).to.have.all.keys('id', 'email', 'emailVerified', 'firstName', 'lastName');
    expect(inspect(users, { depth: null, showHidden: true })).not.to.include('correct horse');
  });

  it('gives an address to one of two who sign up with it at the same moment', async () => {
    const results = await Promise.allSettled([users.add(mixed), users.add(mixed)]);
    expect(results.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected']);
    expect(await failure(users.add(mixed))).to.be.instanceOf(EmailTakenError);
  });

  it('changes an address, frees the old one and calls the new one unverified', async () => {
    const { id } = await users.add(mixed);
    const changed = users.changeEmail(id, 'ada@new.example');
    expect(changed).to.include({ id, email: 'ada@new.example', emailVerified: false });
    expect(users.get(id)).to.equal(changed);
    expect(users.owner('ada@example.com')).to.equal(undefined);
    expect(await users.check('ada@new.example', 'correct horse')).to.equal(changed);
  });

  it('does not change to the address of another reader, but keeps the same address without a fuss', async () => {
    const { id } = await users.add(mixed);
    await users.add({ email: 'bo@example.com', password: 'battery staple' });
    expect(() => users.changeEmail(id, 'BO@example.com')).to.throw(EmailTakenError);
    expect(users.changeEmail(id, 'ADA@example.com')).to.equal(users.get(id));
  });
});
