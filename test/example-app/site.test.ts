// The example site's own part: pages, sign up, log in, account, and what it refuses.
import { expect } from 'chai';
import type { Express } from 'express';
import { createApp } from '../../example-app/app.js';
import { articles } from '../../example-app/articles.js';
import type { UserStore } from '../../example-app/users.js';
import { silentLogger } from '../support/calls.js';
import { ada, csrfOf, newUsers, visit } from './visitor.js';

describe('the example site', () => {
  let app: Express;
  let users: UserStore;

  beforeEach(() => {
    users = newUsers();
    // Nobody listens on port 1: what is tested here must work without plenigo.
    const plenigo = {
      companyId: 'company',
      secret: 'secret',
      apiUrl: 'http://127.0.0.1:1',
      sdkUrl: 'http://127.0.0.1:1',
      baseUrl: 'http://127.0.0.1',
      logger: silentLogger,
    };
    app = createApp({ plenigo, sessionSecret: 'for the test', users });
  });

  describe('for everyone', () => {
    it('has a front page that leads to every article, allows no foreign or inline script, and is kept by no cache', async () => {
      const { text, headers } = await visit(app).open('/').expect(200);
      for (const { slug, title } of articles) expect(text).to.include(`/article/${slug}">${title}`);
      const policy = headers['content-security-policy'];
      expect(policy).to.include("script-src 'self'").and.include("script-src-attr 'none'");
      // So nothing paid comes back after the logout.
      expect(headers['cache-control']).to.equal('private, no-store');
    });

    it('shows the teaser of an article and keeps the rest back', async () => {
      for (const { slug, teaser, body } of articles) {
        const page = await visit(app).open(`/article/${slug}`).expect(200);
        expect(page.text).to.include(teaser[0]).and.not.include(body[0]);
      }
    });

    it('answers an unknown address and an unknown article with a friendly 404 page', async () => {
      for (const path of ['/nowhere', '/article/nothing']) {
        const page = await visit(app).open(path).expect(404);
        expect(page.text).to.include('This page has sailed').and.include('href="/"');
      }
    });
  });

  describe('sign up', () => {
    it('logs the new reader in and greets them once', async () => {
      const visitor = visit(app);
      const answer = await visitor.signUp(ada);
      expect([answer.status, answer.headers.location]).to.deep.equal([302, '/']);
      expect((await visitor.open('/')).text)
        .to.include('Good to see you, Ada. We have sent you a link')
        .and.include('Log out');
      expect((await visitor.open('/')).text).not.to.include('Good to see you');
      // Who has an account needs no form for one.
      const again = await visitor.open('/signup?returnTo=%2Foffers%23PLUS-YEAR').expect(302);
      expect(again.headers.location).to.equal('/offers#PLUS-YEAR');
    });

    it('sets a session cookie that scripts cannot read and other sites cannot send', async () => {
      const answer = await visit(app).signUp(ada);
      expect(answer.headers['set-cookie']?.[0]).to.include('HttpOnly').and.include('SameSite=Lax');
    });

    it('says at each field what is wrong, and keeps what was typed, save the password', async () => {
      const answer = await visit(app).signUp({ email: 'no"address', password: 'short', firstName: 'Ada' });
      expect(answer.status).to.equal(422);
      expect(answer.text)
        .to.match(/id="email"[^>]*value="no&#34;address"[^>]*aria-invalid="true" aria-describedby="email-error"/)
        .and.match(/id="password"[^>]*value=""[^>]*aria-describedby="password-hint password-error"/)
        .and.match(/id="firstName"[^>]*value="Ada"/);
    });

    it('refuses an address that is taken, in whatever case it is written', async () => {
      await visit(app).signUp(ada);
      const answer = await visit(app).signUp({ ...ada, email: 'ADA@example.com' });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('There is an account with this e-mail address already');
    });
  });

  describe('log in', () => {
    beforeEach(() => users.add(ada));

    it('leads back to the article the reader came from', async () => {
      const visitor = visit(app);
      const path = `/article/${articles[1]?.slug}#offer`;
      expect((await visitor.open(`/login?returnTo=${encodeURIComponent(path)}`)).text).to.include(`value="${path}"`);
      const answer = await visitor.logIn({ ...ada, returnTo: path });
      expect(answer.headers.location).to.equal(path);
    });

    it('says no more than that address and password do not belong together', async () => {
      const wrong = await visit(app).logIn({ ...ada, password: 'wrong password' });
      const unknown = await visit(app).logIn({ email: 'nobody@example.com', password: 'wrong password' });
      for (const answer of [wrong, unknown]) {
        expect(answer.status).to.equal(401);
        expect(answer.text).to.include('do not belong together');
      }
      expect(wrong.text).to.include('value="ada@example.com"').and.not.include('wrong password');
    });

    it('shows the form again when a field is missing or was sent twice', async () => {
      expect((await visit(app).logIn({ email: 'ada@example.com' })).status).to.equal(400);
      const visitor = visit(app);
      const token = csrfOf(await visitor.open('/login'));
      const twice = `_csrf=${token}&email=a&email=b&password=c`;
      await visitor.agent.post('/login').type('form').send(twice).expect(400);
    });

    it('begins a new session, so that a planted cookie is worth nothing', async () => {
      const visitor = visit(app);
      const before = (await visitor.open('/login')).headers['set-cookie']?.[0];
      const after = (await visitor.logIn(ada)).headers['set-cookie']?.[0];
      expect(after).to.be.a('string').and.not.equal(before);
    });

    for (const evil of [
      'https://evil.example/',
      '//evil.example/elsewhere',
      '/\\evil.example/',
      '/\t/evil.example/',
      '/.//evil.example/',
      'javascript:alert(1)',
      'evil',
      '',
    ]) {
      it(`never leads to another site: ${JSON.stringify(evil)}`, async () => {
        const answer = await visit(app).logIn({ ...ada, returnTo: evil });
        expect([answer.status, answer.headers.location]).to.deep.equal([302, '/']);
      });
    }
  });

  it('refuses forms without their token, with a page that says what to do', async () => {
    await users.add(ada);
    for (const path of ['/login', '/signup', '/logout', '/account/email', '/voucher']) {
      const answer = await visit(app).agent.post(path).type('form').send(ada).expect(403);
      expect(answer.text).to.include('This form has expired');
    }
  });

  it('has an error page, not a broken one, for forms that are far too large', async () => {
    const answer = await visit(app).send('/login', '/login', { email: 'a'.repeat(200_000) });
    expect(answer.status).to.equal(413);
    expect(answer.text).to.include('We could not read that request');
  });

  it('asks those to log in who are not and want their account, and leads back', async () => {
    const answer = await visit(app).open('/account').expect(302);
    expect(answer.headers.location).to.equal('/login?returnTo=%2Faccount');
  });

  it('leads back to the account, not to the address of its form, when the login ended before that was sent', async () => {
    const answer = await visit(app).send('/login', '/account/email', { email: 'ada@new.example' });
    expect(answer.headers.location).to.equal('/login?returnTo=%2Faccount');
  });

  it('ends the session on a logout and says so', async () => {
    const visitor = visit(app);
    await visitor.signUp(ada);
    const answer = await visitor.logOut();
    expect(answer.headers.location).to.equal('/');
    expect((await visitor.open('/')).text)
      .to.include('You are logged out')
      .and.include('Log in');
    await visitor.open('/account').expect(302);
  });
});
