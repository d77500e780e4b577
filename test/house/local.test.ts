// What the tests open in a browser reaches nothing but this machine, and an attempt fails its test.
import { expect } from 'chai';
import { expectProblem, newPage, problemsSoFar, useBrowser } from '../support/browser.js';

describe('the browser of the tests', () => {
  useBrowser();

  for (const address of ['http://site.example', 'http://192.0.2.1', 'http://[2001:db8::1]']) {
    it(`reaches nothing outside of this machine: ${address}`, async () => {
      expectProblem(/^request left the machine: |^console: .*net::ERR_NAME_NOT_RESOLVED$/);
      const page = await newPage();
      const failed = page.waitForEvent('requestfailed');
      await page.setContent(`<img src="${address}/a.png">`);
      await failed;
      expect(problemsSoFar()).to.include(`request left the machine: ${address}`);
    });
  }
});
