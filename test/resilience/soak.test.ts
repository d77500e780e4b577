/** A short run of the soak: the example in two processes against a plenigo that fails and goes away. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

describe('a short soak', function () {
  this.timeout(180_000);

  it('shows readers no error, loses no purchase, and uses no token twice', async () => {
    const script = fileURLToPath(new URL('../../scripts/soak/main.ts', import.meta.url));
    const soak = spawn(process.execPath, ['--import=tsx', script, '--seconds', '12', '--readers', '6'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [table, problems] = await Promise.all([text(soak.stdout), text(soak.stderr), once(soak, 'exit')]);
    expect(problems).to.equal('');
    expect(table).to.match(/errors seen by readers .* 0 {2}ok/);
    expect(table).to.match(/registrations per reader +1 {2}ok/);
    expect(table).to.match(/purchases found +[1-9]\d* {2}ok/);
    expect(table).to.match(/login tokens used twice +0 {2}ok/);
    expect(table).not.to.include('MUST BE');
    expect(soak.exitCode).to.equal(0);
  });
});
