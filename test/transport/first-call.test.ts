/** The first call of a process, which waits for the transport to be loaded. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';

const exec = promisify(execFile);
const root = new URL('../..', import.meta.url).pathname;

/** Nothing answers there, and nobody gets that far. */
const program = `
import { PlenigoClient } from './lib/v2/client.ts';
const options = { companyId: 'company', secret: 'secret', apiUrl: 'http://127.0.0.1:9' };
const call = new PlenigoClient({ ...options, timeout: 1 }).registerUser({ email: 'reader@site.example' });
call.catch(({ code }) => console.log(code));
`;

/** As if node-fetch were not installed. */
const withoutNodeFetch = `
import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(\`
  export function resolve(specifier, context, next) {
    if (specifier === 'node-fetch') throw new Error('not installed');
    return next(specifier, context);
  }
\`));
const { PlenigoClient } = await import('./lib/v2/client.ts');
const options = { companyId: 'company', secret: 'secret', apiUrl: 'http://127.0.0.1:9' };
const client = new PlenigoClient(options);
await import('node-fetch').catch(() => {});
await new Promise((resolve) => setImmediate(resolve));
client.registerUser({ email: 'reader@site.example' }).catch(({ code }) => console.log(code));
`;

const run = (source: string) =>
  exec(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', source], { cwd: root });

describe('the first call of a process', function () {
  this.timeout(60_000);

  it('whose time is up before the transport is loaded has none, and does not end the process', async () => {
    // node-fetch, started with an aborted signal, destroys a body to which nobody listens: an uncaught error.
    const { stdout, stderr } = await run(program);
    expect(stderr).to.equal('');
    expect(stdout).to.match(/^(timeout|budget-spent)\n$/);
  });

  it('fails if the transport cannot be loaded, not before it and not the process', async () => {
    const { stdout, stderr } = await run(withoutNodeFetch);
    expect(stderr).to.equal('');
    expect(stdout).to.equal('network-error\n');
  });
});
