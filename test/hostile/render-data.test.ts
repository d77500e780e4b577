/** What docs/templates.md warns of: a request's data, given to a template as a whole, replaces the locals. */

import { createRequire } from 'node:module';
import { expect } from 'chai';
import ejs from 'ejs';
import express, { type Express, type Request } from 'express';
import request from 'supertest';
import { plenigoFor } from './locals.js';

const express4 = createRequire(import.meta.url)('express4') as typeof express;

const plenigo = plenigoFor(
  { mode: 'page', product: 'A', settings: {}, user: { id: 'ada' }, label: '', attributes: {}, loginToken: 'token' },
  { user: () => undefined },
);

const template = `<%- plenigo.scriptTag %>
<% if (plenigo.access) { %>the whole text<% } else { %>the teaser of page <%= locals.page %><% } %>`;

/** Stands in for a file with the template. */
class View {
  readonly path = 'article';
  render(locals: object, done: (error: unknown, html?: string) => void): void {
    done(null, ejs.render(template, locals));
  }
}

/** `dataOf`: what of a request the site gives to its template. */
function siteOn(framework: typeof express, dataOf: (req: Request) => object): Express {
  const app = framework();
  app.set('view', View);
  app.set('query parser', 'extended');
  app.use(framework.json());
  app.all('/article', plenigo.checkout('ARTICLE-1'), (req, res) => res.render('article', dataOf(req)));
  return app;
}

for (const [name, framework] of Object.entries({ 'Express 5': express, 'Express 4': express4 })) {
  describe(`on ${name}, a template that gets`, () => {
    const query = '/article?page=2&plenigo[access]=1&plenigo[scriptTag]=<script src=//evil.example></script>';

    it('the whole query or body shows the paid text, and a script of whoever wrote the link', async () => {
      const { text } = await request(siteOn(framework, (req) => ({ ...req.query }))).get(query);
      expect(text).to.include('the whole text').and.include('//evil.example');
      const ofBody = request(siteOn(framework, (req) => req.body)).post('/article');
      expect((await ofBody.send({ plenigo: { access: true } })).text).to.include('the whole text');
    });

    it('what it needs of a request, each by its name, shows neither', async () => {
      const site = siteOn(framework, (req) => ({ page: req.query.page }));
      const { text } = await request(site)
        .get(query)
        .send({ plenigo: { access: true } });
      expect(text).to.include('the teaser of page 2').and.not.include('the whole text');
      expect(text).not.to.include('evil.example');
    });
  });
}
