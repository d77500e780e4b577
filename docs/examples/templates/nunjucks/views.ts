import type { Express } from 'express';
import nunjucks from 'nunjucks';

export function addViews(app: Express): void {
  nunjucks.configure('views', { autoescape: true, express: app });
  app.set('view engine', 'njk');
}
