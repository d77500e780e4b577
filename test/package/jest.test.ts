// The packed package where a site tests with Jest; an older one is among the neighbours.
import { sellsInJest } from './jest-site.js';

describe('the packed package in a site that is tested with Jest', function () {
  this.timeout(300_000);

  it('sells an article in Jest 30 with its defaults, on Express 5', () => sellsInJest(30, 5));
});
