// The recipes for logins, and for a confirmed address, run as they stand in docs/examples, each with the parts that it leaves to the site.
import { expect } from 'chai';
import { createProject, type Project } from '../package/project.js';
import { exampleText } from './markdown.js';

function recipe(file: string): string {
  // What only a site can know, where its plenigo is, and that a login waits for it however busy this machine is.
  return exampleText(file)
    .replace(/^declare function .*\n/gm, '')
    .replace('createPlenigo({', 'createPlenigo({ apiUrl: process.env.API_URL, timeout: 60_000, ')
    .concat(`
const ada = { id: 'ada-1', email: 'ada@news.example' };
const checkPassword = async (_name: string, password: string) => (password === 'right' ? ada : undefined);
const readerById = async () => ada;
const reader = { ...ada, emailVerified: false };
function readerOf({ headers }: { headers: Record<string, unknown> }) {
  return headers.reader ? { ...reader, id: String(headers.reader) } : undefined;
}
export const mails: string[] = [];
const sendMail = async (to: string, text: string) => { mails.push(to + ' ' + text); };
const markAsVerified = async () => { reader.emailVerified = true; };
`);
}

/** Runs the recipe against a sandbox; `steps` talks to it with a browser that keeps its cookies. */
const trial = (steps: string) => `
import assert from 'node:assert/strict';
import request from 'supertest';
import { startSandbox } from 'express-plenigo/sandbox';
const sandbox = await startSandbox();
const { companyId, secret, apiUrl } = sandbox.options;
Object.assign(process.env, { PLENIGO_COMPANY_ID: companyId, PLENIGO_SECRET: secret, SESSION_SECRET: 's', API_URL: apiUrl });
const { app, mails } = await import('./recipe.ts');
const agent = request.agent(app);
const calls = () => sandbox.requests.splice(0).map(({ call, status }) => call + ' ' + status).sort();
const registration = ['createLoginToken 404', 'registerUser 200'];
const logIn = (path = '/login') => agent.post(path).type('form').send({ username: 'ada', password: 'right' });
${steps}
await sandbox.close();
`;

const trials: Readonly<Record<string, string>> = {
  'login-passport.ts': `
    const { location } = (await agent.get('/archive').set('accept', 'text/html').expect(302)).headers;
    const { text } = await agent.get(location);
    await logIn(/action="([^"]+)"/.exec(text)?.[1]).expect(302).expect('location', '/archive');
    assert.deepEqual(calls(), registration);
    await agent.get('/archive').expect(402);
    await logIn('/login?returnTo=%2F%2Fevil.example').expect(302).expect('location', '/');`,
  'login-session.ts': `
    await agent.post('/login').type('form').send({ username: 'ada', password: 'wrong' }).expect(401);
    assert.deepEqual(calls(), []);
    await logIn().expect(302);
    assert.deepEqual(calls(), registration);
    await agent.get('/article').expect({ status: 'ready' });
    assert.deepEqual(calls(), ['createLoginToken 200', 'hasUserBought 403']);`,
  'login-cookie-session.ts': `
    await logIn().expect(302).expect('location', '/article');
    assert.deepEqual(calls(), registration);
    await agent.get('/article').expect({ status: 'ready' });
    assert.deepEqual(calls(), ['createLoginToken 200', 'hasUserBought 403']);`,
  'confirm-email.ts': `
    process.removeAllListeners('warning'); // the conflict is told, as it should be
    sandbox.buy(sandbox.addCustomer({ email: 'ada@news.example' }), 'ARTICLE-1');
    const as = (reader: string, call: request.Test) => call.set('reader', reader).type('form');
    await as('ada-1', agent.get('/article')).expect({ status: 'email-conflict' });
    await as('ada-1', agent.post('/confirm/send')).expect(302);
    assert.match(mails.join(), /^ada@news.example https:/);
    const token = mails[0]?.split('token=')[1] ?? '';
    assert.ok((await agent.get('/confirm?token=' + token).expect(200)).text.includes(token));
    await agent.post('/confirm').type('form').send({ token }).expect(403);
    await as('eve-2', agent.post('/confirm')).send({ token }).expect(403);
    await as('ada-1', agent.post('/confirm')).send({ token: '9' + token }).expect(403);
    await as('ada-1', agent.get('/article')).expect({ status: 'email-conflict' });
    await as('ada-1', agent.post('/confirm')).send({ token }).expect(302);
    await as('ada-1', agent.get('/article')).expect({ status: 'bought' });`,
};

describe('the recipes for logins', function () {
  this.timeout(120_000);
  let project: Project;

  before(async () => {
    const names = ['express', 'express-session', 'cookie-session', 'passport', 'passport-local', 'supertest', 'tsx'];
    project = await createProject({ packages: Object.fromEntries(names.map((name) => [name, name])) });
  });

  for (const [file, steps] of Object.entries(trials)) {
    it(`run: ${file}`, async () => {
      project.write('recipe.ts', recipe(file));
      project.write('trial.ts', trial(steps));
      const { code, output } = await project.node('--import=tsx', 'trial.ts');
      expect(code, output).to.equal(0);
      expect(output).to.equal('');
    });
  }
});
