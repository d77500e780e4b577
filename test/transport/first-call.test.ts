// The first call of a process, which waits for the transport to be loaded.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';

const exec = promisify(execFile);
const root = new URL('../..', import.meta.url).pathname;

/** Nothing answers there, and nobody gets that far. */
const program = `
import { PlenigoClient } from './lib/index.ts';
const options = { companyId: 'company', secret: 'secret', apiUrl: 'http://127.0.0.1:9', timeout: 1 };
const call = new PlenigoClient(options).registerUser({ email: 'reader@site.example' });
call.catch(({ code }) => console.log(code));
`;

describe('the first call of a process', function () {
  this.timeout(60_000);

  it('whose time is up before the transport is loaded is a timeout, not the end of the process', async () => {
    // node-fetch, started with an aborted signal, destroys a body to which nobody listens: an uncaught error.
    const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
    const { stdout, stderr } = await exec(process.execPath, args, { cwd: root });
    expect(stderr).to.equal('');
    expect(stdout).to.equal('timeout\n');
  });
});
