// An older site: CommonJS, Express 4, its own login, a session in a cookie, Handlebars; a proxy in front speaks TLS and takes `/shop` away.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const cookieSession = require('cookie-session');
const express = require('express');
const { createPlenigo } = require('express-plenigo');
const handlebars = require('handlebars');

const users = { ada: { id: 'u-17', email: 'ada@legacy.example' } };
const plenigo = createPlenigo({
  ...JSON.parse(process.env.PLENIGO),
  baseUrl: process.env.BASE_URL,
  routerPath: '/shop/plenigo',
  user: ({ session }) => users[session.user],
});

const app = express();
app.set('trust proxy', 1);
app.engine('hbs', (path, locals, done) => {
  try {
    done(null, handlebars.compile(readFileSync(path, 'utf8'))(locals));
  } catch (error) {
    done(error);
  }
});
app.set('view engine', 'hbs');
app.set('views', join(__dirname, 'views'));
app.use(cookieSession({ name: 'legacy', keys: ['for the test'], secure: true, path: '/shop' }));
app.use(express.urlencoded({ extended: false }));
app.use('/plenigo', plenigo.router());

app.get('/login', (_req, res) => res.render('login'));
app.post(
  '/login',
  (req, _res, next) => {
    req.session = { user: req.body.username };
    next();
  },
  plenigo.register(),
  (_req, res) => res.redirect('/shop/article'),
);
app.get('/article', plenigo.checkout('OLD-1'), (_req, res) => {
  const { plenigo: reader } = res.locals;
  res.render('article', { button: reader.buyButton('Buy this article') });
});

const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
