/** A reader confirms an address that plenigo knows: the way out of `email-conflict`. */

import { createHmac, timingSafeEqual } from 'node:crypto';
import express, { type Request } from 'express';
import { createPlenigo } from 'express-plenigo';

interface Reader {
  id: string;
  email: string;
  emailVerified: boolean;
}
declare function readerOf(req: Request): Reader | undefined;
declare function sendMail(to: string, text: string): Promise<void>;
declare function markAsVerified(reader: Reader): Promise<void>;

const { PLENIGO_COMPANY_ID: companyId = '', PLENIGO_SECRET: secret = '', CONFIRM_SECRET = '' } = process.env;
const plenigo = createPlenigo({ companyId, secret, user: readerOf });

const DAY = 24 * 60 * 60 * 1000;
const sign = ({ id, email }: Reader, until: number) =>
  `${until}.${createHmac('sha256', CONFIRM_SECRET)
    .update(JSON.stringify([id, email, until]))
    .digest('hex')}`;

function accepts(reader: Reader, token: string): boolean {
  const until = Number(token.split('.')[0]);
  const [given, expected] = [Buffer.from(token), Buffer.from(sign(reader, until))];
  return until > Date.now() && given.length === expected.length && timingSafeEqual(given, expected);
}

export const app = express();
app.use(express.urlencoded({ extended: false }));

// Your session, login and CSRF protection stand here.

app.post('/confirm/send', async (req, res) => {
  const reader = readerOf(req);
  if (!reader) return res.redirect('/login');
  await sendMail(reader.email, `https://news.example/confirm?token=${sign(reader, Date.now() + DAY)}`);
  return res.redirect('/account');
});

// Asks first: mail programs open links by themselves.
app.get('/confirm', (req, res) => {
  const token = String(req.query.token).replace(/[^\w.]/g, '');
  res.send(
    `<form method="post"><input type="hidden" name="token" value="${token}"><button>It is my address</button></form>`,
  );
});

// Only for who is logged in to the account that the link was made for: else whoever signs up with an address of
// somebody else has their purchases as soon as they, who get the mail, click.
app.post('/confirm', async (req, res) => {
  const reader = readerOf(req);
  if (!reader || !accepts(reader, String(req.body.token)))
    return res.status(403).send('This link is not for you, or too old.');
  await markAsVerified(reader); // from now on readerOf() gives emailVerified: true
  return res.redirect('/article'); // which links the customer: the old purchases are there
});

app.get('/article', plenigo.checkout('ARTICLE-1'), (_req, res) => {
  res.json({ status: res.locals.plenigo?.status });
});
