/** The API reference in docs/api is what the docstrings say today. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';

const root = fileURLToPath(new URL('../../', import.meta.url));

async function pages(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.md')).sort();
  const texts = names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
}

describe('the API reference', () => {
  it('is what `npm run docs:api` makes of the docstrings', async function () {
    this.timeout(120_000);
    const folder = await mkdtemp(join(tmpdir(), 'express-plenigo-api-'));
    try {
      const typedoc = join(root, 'node_modules/typedoc/bin/typedoc');
      await promisify(execFile)(process.execPath, [typedoc, '--out', folder], { cwd: root });
      expect(await pages(join(root, 'docs/api'))).to.deep.equal(await pages(folder));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
