// Makes the pictures of the documentation anew, of the example and the sandbox as they are: `npm run pictures`.
import { writeFileSync } from 'node:fs';
import type { Express } from 'express';
import { startSandbox } from 'express-plenigo/sandbox';
import type { ViewportSize } from 'playwright-core';
import UPNG from 'upng-js';
import { createApp } from '../../example-app/app.js';
import { sandboxMetering, sandboxOffers, sandboxProducts, singleArticle } from '../../example-app/products.js';
import { UserStore } from '../../example-app/users.js';
import { closeBrowser, frameHasGrown, newPage, pressBuy } from '../../test/support/browser.js';
import { listen } from '../../test/support/listen.js';
import { openPage, openV3Newsstand, pay } from '../../test/support/newsstand.js';

const STORY = '/article/the-night-the-sea-wall-held';

function save(name: string, png: Buffer): void {
  const image = UPNG.decode(new Uint8Array(png).buffer);
  // With so few colours it takes a third of what the browser makes of it.
  const small = Buffer.from(UPNG.encode(UPNG.toRGBA8(image), image.width, image.height, 64));
  writeFileSync(new URL(`../../docs/images/${name}.png`, import.meta.url), small);
  console.log(`${name}.png: ${image.width} × ${image.height}, ${Math.ceil(small.length / 1000)} kB`);
}

/** The example, and a page of it whose reader has signed up and looks at the story. */
async function openExample(api: 'v2' | 'v3', viewport: ViewportSize) {
  const sandbox = await startSandbox({ products: sandboxProducts, offers: sandboxOffers, metering: sandboxMetering });
  let app: Express | undefined;
  const { url, close } = await listen((req, res) => app?.(req, res));
  const plenigo = { ...(api === 'v2' ? sandbox.options : sandbox.v3.options), baseUrl: url };
  app = createApp({ plenigo, sessionSecret: 'for pictures', users: new UserStore() });
  const page = await newPage({ viewport });
  await page.goto(`${url}/signup?returnTo=${STORY}`);
  const fields = { 'E-mail address': 'ada@reader.example', Password: 'correct horse', 'First name': 'Ada' };
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value);
  await page.locator('main form button').click();
  await page.goto(url + STORY);
  const buy = async () => {
    await pressBuy(page.getByRole('button', { name: singleArticle.label }));
    await page.frameLocator('iframe').getByText('Pay by card').waitFor();
    await frameHasGrown(page);
  };
  const end = () => Promise.all([page.context().close(), close(), sandbox.close()]);
  return { sandbox, url, page, buy, end };
}

/** A reader's way in four pictures side by side, and what the sandbox's page says of it. */
async function showV2(): Promise<void> {
  const large = await openExample('v2', { width: 800, height: 1600 });
  const shots = [await large.page.screenshot()];
  await large.end();
  const { page, sandbox, url, buy, end } = await openExample('v2', { width: 390, height: 744 });
  await page.goto(`${url}/offers`);
  await page.locator('h1').evaluate((heading) => heading.scrollIntoView());
  shots.push(await page.screenshot());
  await page.goto(url + STORY);
  await buy();
  shots.push(await page.screenshot());
  await pay(page);
  await page.locator('.story-paid').scrollIntoViewIfNeeded();
  shots.push(await page.screenshot());
  const strip = await newPage({ viewport: { width: 1200, height: 560 } });
  const images = shots.map((shot) => `<img height="496" src="data:image/png;base64,${shot.toString('base64')}">`);
  const style = 'img { border-radius: 12px; box-shadow: 0 4px 16px #0003 }';
  await strip.setContent(`<body style="margin:0; padding:32px; display:flex; justify-content:space-between;
    background:#dde6e8"><style>${style}</style>${images.join('')}`);
  save('example', await strip.screenshot());
  sandbox.buy(sandbox.customers[0] ?? { customerId: '' }, 'PLUS-MONTH');
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(sandbox.url);
  save('sandbox', await page.screenshot());
  await end();
}

async function showV3(): Promise<void> {
  const { page, sandbox, url, buy, end } = await openExample('v3', { width: 1000, height: 800 });
  await buy();
  save('v3-dialog', await page.screenshot());
  for (const id of ['PLUS-MONTH', 'SEA-WALL-REPORT']) sandbox.buy(sandbox.customers[0] ?? { customerId: '' }, id);
  await page.goto(`${url}/account`);
  await page.frameLocator('#personal-data iframe').getByRole('button').first().waitFor();
  save('account', await page.screenshot());
  await end();
  const product = { offerId: 'O_PLUS', accessRights: 'PLUS', title: 'Harbour Plus' };
  const reader = await openPage(
    openV3Newsstand({ routes: (app, { plenigo }) => app.get('/archive', plenigo.requireAccess(product)) }),
  );
  await reader.page.goto(`${reader.stand.url}/archive`);
  save('refusal', await reader.page.screenshot({ clip: { x: 0, y: 0, width: 640, height: 210 } }));
  await reader.stand.close();
}

await showV2();
await showV3();
await closeBrowser();
