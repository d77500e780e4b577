// A page puts the record into a session that its own request begins, and into no other.
import { expect } from 'chai';
import express from 'express';
import session from 'express-session';
import request from 'supertest';
import { ada, useWorld } from '../middleware/world.js';

describe('the record of a reader whom no login has met', () => {
  const world = useWorld();
  const key = () => `plenigo:${world.sandbox.options.companyId}`;

  it('is in the session after a page that begins it', async () => {
    const app = express();
    app.use(session({ secret: 'only for tests', resave: false, saveUninitialized: false }));
    app.get('/pass', (req, _res, next) => {
      Object.assign(req.session, { pass: ada.id });
      next();
    });
    app.get('/pass', world.plenigo({ user: () => ada }).checkout('ARTICLE'), (_req, res) => res.json({}));
    app.get('/session', (req, res) => res.json(req.session));
    const agent = request.agent(await world.serve(app));
    await agent.get('/pass').expect(200);
    expect(JSON.parse((await agent.get('/session')).body[key()])).to.include({
      userId: ada.id,
      customerId: world.sandbox.customers[0]?.customerId,
    });
  });

  it('is in no session without an id: nobody knows who else uses it', async () => {
    const held: Record<string, unknown> = { user: ada.id };
    const app = express();
    app.use((req, _res, next) => {
      Object.assign(req, { session: held });
      next();
    });
    app.get('/article', world.plenigo({ user: () => ada }).checkout('ARTICLE'), (_req, res) => res.json({}));
    await request(await world.serve(app))
      .get('/article')
      .expect(200);
    expect(world.sandbox.customers).to.have.length(1);
    expect(held).to.deep.equal({ user: ada.id });
  });
});
