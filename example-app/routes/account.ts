// The reader's account: who they are, and the e-mail address that can be changed.
import { Router } from 'express';
import { readerOf, requireLogin } from '../auth.js';
import { emailProblem, type FieldErrors, field, flash } from '../forms.js';
import type { UserStore } from '../users.js';

export function accountRoutes(users: UserStore): Router {
  const router = Router();
  router.use('/account', requireLogin);

  router.get('/account', (req, res) => res.render('account', { values: { email: readerOf(req)?.email } }));

  // A real site also asks for the password here, and mails a link to the new address before it counts.
  router.post('/account/email', requireLogin, (req, res) => {
    const reader = readerOf(req);
    if (!reader) return;
    const email = field(req, 'email').trim();
    const errors: FieldErrors = {};
    const problem = emailProblem(email);
    if (problem) errors.email = problem;
    else if (email.toLowerCase() !== reader.email && users.isTaken(email)) {
      errors.email = 'Another account has this e-mail address.';
    }
    if (errors.email) return res.status(422).render('account', { values: { email }, errors });
    users.changeEmail(reader.id, email);
    flash(req, 'Your e-mail address is changed.');
    res.redirect('/account');
  });

  return router;
}
