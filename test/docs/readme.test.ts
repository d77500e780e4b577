// The site in the README, just as it stands there: a reader logs in, buys the article and reads it, in a real browser.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { createProject } from '../package/project.js';
import { newPage, pressBuy, useBrowser } from '../support/browser.js';
import { listen } from '../support/listen.js';
import { pay } from '../support/newsstand.js';
import { readPage } from './markdown.js';

const MOST_LINES = 30;
/** Lines of text that a reader of the page sees at once. */
const FIRST_SCREEN = 30;

const { blocks } = readPage('README.md');
const site = blocks.find(({ language }) => language === 'js');

/** The page says 3000, which may be somebody else's here. */
async function freePort(): Promise<number> {
  const { port, close } = await listen(() => {});
  await close();
  return port;
}

describe('the site in the README', function () {
  this.timeout(120_000);
  useBrowser();
  let child: ChildProcess;
  let address: string;

  before(async () => {
    const port = await freePort();
    const project = await createProject({ packages: { express: 'express', 'express-session': 'express-session' } });
    project.write('server.mjs', site?.code.replaceAll('3000', String(port)) ?? '');
    child = spawn(process.execPath, ['server.mjs'], { cwd: project.folder, stdio: ['ignore', 'pipe', 'inherit'] });
    await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line');
    address = `http://127.0.0.1:${port}`;
  });

  after(async () => {
    const exited = once(child, 'exit');
    child.kill();
    await exited;
  });

  it('stands behind the two commands that do all the set-up, which the first screen shows, and the four places', () => {
    const [start, tests] = blocks;
    expect([start?.code, tests?.code]).to.deep.equal(['npm ci && npm start', 'npm cit']);
    expect(tests?.line).to.be.below(FIRST_SCREEN);
    const headings = new Set(blocks.map(({ heading }) => heading));
    expect([...headings]).to.deep.equal(['See it run', 'Install', 'A whole site in one file']);
  });

  it(`is no longer than ${MOST_LINES} lines`, () => {
    expect(site?.code.split('\n')).to.have.length.of.at.most(MOST_LINES);
  });

  it('sells its article to a reader who logs in', async () => {
    const page = await newPage();
    await page.goto(address);
    expect(await page.textContent('body'))
      .to.include('The teaser.')
      .and.not.include('whole article');
    await page.getByRole('button', { name: 'Log in as Ada' }).click();
    await pressBuy(page.getByRole('button', { name: 'Buy this article' }));
    await pay(page);
    await page.getByText('The whole article.').waitFor();
  });
});
