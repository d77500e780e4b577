import { readFile } from 'node:fs/promises';
import type { Express } from 'express';
import type { ButtonAttributes, PlenigoLocals } from 'express-plenigo';
import handlebars from 'handlebars';

handlebars.registerHelper('is', (a: unknown, b: unknown) => a === b);
handlebars.registerHelper('buyButton', (plenigo: PlenigoLocals, label: string, { hash }: { hash: ButtonAttributes }) =>
  plenigo.buyButton(label, hash),
);

export function addViews(app: Express): void {
  app.set('view engine', 'hbs');
  app.engine('hbs', (path, locals, done) => {
    const html = readFile(path, 'utf8').then((text) => handlebars.compile(text)(locals));
    html.then((text) => done(null, text), done);
  });
}
