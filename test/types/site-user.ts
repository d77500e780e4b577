// The site's own user, as a site with Passport declares it: `options.user` must know it.
import type { Request } from 'express';
import { createPlenigo } from 'express-plenigo';
import { fromPassportUser } from 'express-plenigo/passport';
import type { PassportStatic } from 'passport';
import { type Equal, type Not, proof } from './proof.js';

declare global {
  namespace Express {
    interface User {
      nr: number;
      mail: string;
      isConfirmed: boolean;
    }
  }
}

const credentials = { companyId: 'company', secret: 'secret' };

createPlenigo({
  ...credentials,
  user: ({ user }) => user && { id: String(user.nr), email: user.mail, emailVerified: user.isConfirmed },
});
createPlenigo({
  ...credentials,
  async user(req) {
    proof<Equal<typeof req, Request>>(true);
    proof<Equal<typeof req.user, Express.User | undefined>>(true);
    return fromPassportUser(req.user) ?? null;
  },
});
// @ts-expect-error: this site's users have no such field
createPlenigo({ ...credentials, user: ({ user }) => user && { id: user.number, email: user.mail } });
// @ts-expect-error: a number is no id
createPlenigo({ ...credentials, user: ({ user }) => user && { id: user.nr, email: user.mail } });
// Without an e-mail address a reader cannot buy, but is no mistake.
createPlenigo({ ...credentials, user: ({ user }) => user && { id: String(user.nr) } });

// Passport's types know two kinds of serializers.
export function logins(passport: PassportStatic): void {
  passport.serializeUser(createPlenigo(credentials).onLogin());
  // @ts-expect-error: onLogin() makes the serializer
  passport.serializeUser(createPlenigo(credentials).onLogin);
}

const found = fromPassportUser({ anything: 'goes' });
proof<Not<Equal<typeof found, unknown>>>(true);
proof<Equal<NonNullable<typeof found>['email'], string | null | undefined>>(true);
