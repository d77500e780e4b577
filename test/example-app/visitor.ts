// A visitor of the example site without a browser: keeps cookies and sends forms with their CSRF token.
import type { Express } from 'express';
import request, { type Response } from 'supertest';
import { UserStore } from '../../example-app/users.js';

/** A logger for tests in which faults are expected; the default one would print each of them. */
export const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Readers whose passwords cost no time to hash. */
export const newUsers = () => new UserStore({ N: 2 });

/** The hidden token of the form on a page. */
export function csrfOf(page: Response): string {
  const token = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1];
  if (!token) throw new Error(`There is no form on this page (${page.status})`);
  return token;
}

/** A visitor with a cookie jar of their own. */
export function visit(app: Express) {
  const agent = request.agent(app);

  /** Opens the page that has the form, fills it in and sends it. */
  async function send(path: string, action: string, fields: Record<string, string> = {}): Promise<Response> {
    const token = csrfOf(await agent.get(path));
    return agent
      .post(action)
      .type('form')
      .send({ _csrf: token, ...fields });
  }

  return {
    agent,
    send,
    open: (path: string) => agent.get(path),
    signUp: (fields: Record<string, string>) => send('/signup', '/signup', fields),
    logIn: (fields: Record<string, string>) => send('/login', '/login', fields),
    logOut: () => send('/', '/logout'),
  };
}
