// The script of the documentation that lets print subscribers read, just as it stands there, on both APIs.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { PlenigoClient } from '../../lib/entries/v3.js';
import { type Sandbox, startSandbox } from '../../lib/sandbox/index.js';
import { createProject, type Project } from '../package/project.js';
import { exampleText } from './markdown.js';

// As a spreadsheet writes it: a mark in front, semicolons, quotes, and lines that end as Windows ends them.
const table = `\uFEFF"email";"number";"until"
"OLD@reader.example";"4711";"2097-12-31"
new@reader.example;4712;2097-12-31
nobody;4713;2097-12-31
mine@reader.example;4714;2097-12-31
his@reader.example;4714;2097-12-31
late@reader.example;4715;2020-12-31
late@reader.example;4716;31.12.2097
4717;swapped@reader.example;2097-12-31
bought@reader.example;4718;2097-12-31

newest@reader.example;4719;2097-12-31
`.replaceAll('\n', '\r\n');

const problems = 'email-unreadable number-twice number-twice over until-unreadable number-unreadable'.split(' ');
const unreadable = problems.map((problem, index) => `row ${index + 4}: ${problem}\n`).join('');

/** Presses Ctrl+C while the second subscriber is granted something. */
const stop = `
import { subscribe } from 'node:diagnostics_channel';
let grants = 0;
subscribe('http.client.request.start', ({ request }) => {
  if (request.method !== 'POST' || !request.path.includes('/access')) return;
  grants += 1;
  if (grants === 2) process.kill(process.pid, 'SIGINT');
});
`;

const PLUS = { title: 'Plus', price: 9.9, currency: 'EUR', subscription: true };

const apis = {
  v2: {
    environment: ({ options }: Sandbox) => ({ PLENIGO_SECRET: options.secret, PLENIGO_API_URL: options.apiUrl }),
    ...{ looks: [], bought: 'row 10: ends-earlier\n', done: 1, grants: 3, ids: ['4711'] },
    ...{ next: 'row 2: ends-earlier', end: '2098-01-01T00:00:00.000Z' },
  },
  v3: {
    environment: ({ v3 }: Sandbox) => ({ PLENIGO_API_TOKEN: v3.options.apiToken, PLENIGO_API_URL: v3.options.apiUrl }),
    ...{ looks: ['searchCustomers'], bought: 'row 10: has-it\n', done: 1, grants: 4, ids: [] },
    ...{ next: 'done: 1, not possible: 0, of 1', end: '2098-12-31T23:59:59.000Z' },
  },
};

describe('the script for print subscribers', function () {
  this.timeout(120_000);
  let project: Project;
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await startSandbox({ companyId: 'COMPANY', products: { PLUS } });
    project = await createProject({ packages: { tsx: 'tsx' } });
    for (const name of ['batch.ts', 'print-subscribers.ts']) project.write(name, exampleText(name));
    project.write('stop.mjs', stop);
  });

  after(() => sandbox.close());

  for (const [api, { environment, ...expected }] of Object.entries(apis)) {
    it(`looks, is stopped, goes on, and names the rows that it cannot do, with API ${api}`, async () => {
      const script = ['print-subscribers.ts', `${api}.csv`];
      const journal = join(project.folder, `${api}.csv.done`);
      project.write(`${api}.csv`, table);
      sandbox.reset();
      sandbox.addCustomer({ email: 'old@reader.example' });
      sandbox.addCustomer({ email: 'bought@reader.example', bought: ['PLUS'] });
      const variables = JSON.stringify({ PLENIGO_COMPANY_ID: 'COMPANY', ...environment(sandbox) });
      project.write('environment.mjs', `Object.assign(process.env, ${variables});`);
      const run = async (...args: string[]) => {
        const outcome = await project.node('--import=tsx', '--import=./environment.mjs', ...args);
        expect(outcome.output).not.to.include('@');
        return outcome;
      };

      expect((await run(...script)).output).to.equal(`${unreadable}to do with --go: 4, not possible: 6, of 10\n`);
      expect(sandbox.customers).to.have.length(2);
      expect([new Set(sandbox.calls()), existsSync(journal)]).to.deep.equal([new Set(expected.looks), false]);

      const stopped = await run('--import=./stop.mjs', ...script, '--go');
      expect(stopped.output).to.include('done: 2, not').and.include('stopped after 2: start it again');
      expect(readFileSync(journal, 'utf8')).to.equal('4711 2097-12-31\n4712 2097-12-31\n');

      const mend = sandbox.inject({ status: 503, times: Infinity });
      expect((await run(...script, '--go')).output).to.include('ended by service-unavailable after 8: start it again');
      mend();

      const again = await run('--import=data:text/javascript,process.stderr.isTTY=true', ...script, '--go');
      expect(again.output).to.include(`${unreadable}${expected.bought}done: ${expected.done}, not possible`);
      expect(again.output).to.include(`\r${'#'.repeat(30)} 10 of 10\n`);
      expect(again.code).to.equal(1);
      expect(sandbox.calls().filter((call) => call === 'grantAccess')).to.have.length(expected.grants);
      const emails = sandbox.customers.map(({ email, purchases }) => [email.split('@')[0], purchases.length]);
      expect(emails).to.have.deep.members(['old', 'bought', 'new', 'newest'].map((name) => [name, 1]));
      const old = sandbox.find({ email: 'old@reader.example' });
      expect(old?.accessIds).to.deep.equal(expected.ids);

      // The next year's list.
      project.write(`${api}-next.csv`, 'number,email,until\n4711,old@reader.example,2098-12-31\n');
      expect((await run('print-subscribers.ts', `${api}-next.csv`, '--go')).output).to.include(expected.next);
      const { companyId, apiToken, apiUrl } = sandbox.v3.options;
      const client = new PlenigoClient({ companyId, apiToken, apiUrl });
      const { items } = await client.accessRights(old?.customerId ?? '');
      expect(items.map(({ lifeTimeEnd }) => lifeTimeEnd?.toISOString())).to.deep.equal([expected.end]);

      const keys = Array.from({ length: 1000 }, (_each, index) => `${index} 2097-12-31`);
      const rows = keys.map((key) => key.replace(' ', ',a@reader.example,'));
      project.write('many.csv', ['number,email,until', ...rows].join('\n'));
      project.write('many.csv.done', keys.join('\n'));
      const many = await run('print-subscribers.ts', 'many.csv');
      expect(many.output).to.equal('to do with --go: 0, not possible: 0, of 1000\n1000 of 1000\n');
      expect(many.code).to.equal(0);
    });
  }
});
