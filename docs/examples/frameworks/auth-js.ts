/** Auth.js: its session has no id by default, so one callback puts it there. */

import { ExpressAuth, type ExpressAuthConfig, getSession } from '@auth/express';
import Credentials from '@auth/express/providers/credentials';
import express from 'express';
import { createPlenigo } from 'express-plenigo';
import { checkPassword, options } from './site.js';

const config: ExpressAuthConfig = {
  secret: process.env.SESSION_SECRET ?? '',
  trustHost: true,
  providers: [
    Credentials({
      credentials: { username: {}, password: {} },
      authorize: async ({ username, password }) => (await checkPassword(username, password)) ?? null,
    }),
  ],
  callbacks: {
    // With a database adapter this gets `user` instead of `token`, and the id is there.
    session: ({ session, token }) => ({ ...session, user: { ...session.user, id: token.sub ?? '' } }),
  },
};

const plenigo = createPlenigo({
  ...options,
  async user(req) {
    const { id, email } = (await getSession(req, config))?.user ?? {};
    return id ? { id, ...(email && { email }) } : undefined;
  },
});

export const app = express();
app.use('/auth', ExpressAuth(config)); // on Express 4 and 5, other than with the pattern of its own docs
app.use('/plenigo', plenigo.router());
app.get('/article', plenigo.checkout('ARTICLE-1'), (_req, res) => {
  res.json({ status: res.locals.plenigo?.status });
});
