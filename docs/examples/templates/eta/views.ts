import { readFile } from 'node:fs/promises';
import { Eta } from 'eta';
import type { Express } from 'express';

const eta = new Eta();

export function addViews(app: Express): void {
  app.set('view engine', 'eta');
  app.engine('eta', (path, locals, done) => {
    const html = readFile(path, 'utf8').then((text) => eta.renderString(text, locals));
    html.then((text) => done(null, text), done);
  });
}
