import type { Express } from 'express';

export function addViews(app: Express): void {
  app.set('view engine', 'pug');
}
