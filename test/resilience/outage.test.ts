/** plenigo slow, broken, lying or down: every page is answered, and nobody is let in by mistake. */
import { expect } from 'chai';
import request from 'supertest';
import { onBothApis } from '../support/apis.js';
import { faults } from './faults.js';
import { useRawServer } from './raw-server.js';
import { faultySite } from './site.js';

/** Answers, not outages: nobody may get in by provoking one. */
const refusals = new Set(['invalid-credentials', 'registration-locked', 'rate-limited']);

onBothApis('while plenigo fails', (api) => {
  const plenigo = useRawServer();

  for (const { name, behave, code } of faults) {
    describe(`and ${name}`, () => {
      // Where the fault is silence the page waits that long; elsewhere the limit is out of reach.
      const timeout = code === 'timeout' ? 1000 : 10_000;

      it('every page is answered, none opens but where the site has chosen so, and the site is told why', async () => {
        plenigo().behave = behave;
        const { app, codes } = faultySite({ apiUrl: plenigo().url, timeout }, api);
        const open = (path: string) => request(app).get(`${path}?reader=ada`);
        const [article, closed, opened] = await Promise.all([open('/article'), open('/archive'), open('/open')]);
        expect(article.status).to.equal(200);
        expect(article.body).to.deep.equal({ status: 'unavailable' });
        expect(closed.status).to.equal(503);
        expect(closed.body).to.include({ error: 'unavailable' });
        expect(closed.headers).to.have.property('retry-after');
        if (refusals.has(code)) {
          expect(opened.status, 'plenigo has answered').to.equal(503);
        } else {
          expect(opened.body).to.deep.equal({ status: 'unavailable' });
          expect(opened.headers['cache-control']).to.equal('private, no-store');
        }
        expect(codes).to.deep.equal([code, code, code]);
      });

      it('a login succeeds', async () => {
        plenigo().behave = behave;
        const { app, codes, told } = faultySite({ apiUrl: plenigo().url, timeout }, api);
        await request(app).post('/login?reader=ada').expect(204);
        // A login does not wait until plenigo has used up its time.
        await told;
        expect(codes).to.deep.equal([code]);
      });
    });
  }

  it('a page of nobody in particular makes no call', async () => {
    const { app } = faultySite({ apiUrl: plenigo().url, timeout: 10_000 }, api);
    expect((await request(app).get('/article').expect(200)).body).to.deep.equal({ status: 'anonymous' });
    await request(app).get('/archive').expect(401);
    await request(app).get('/open').expect(401);
    expect(plenigo().requests).to.deep.equal([]);
  });
});
