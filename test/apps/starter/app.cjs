// A starter with everything in it, as many sites began: Express 4, Pug, lusca, Passport by `req.logIn`, tokens made on the click.
const { join } = require('node:path');
const express = require('express');
const { createPlenigo } = require('express-plenigo');
const session = require('express-session');
const lusca = require('lusca');
const passport = require('passport');
const { Strategy: LocalStrategy } = require('passport-local');

const users = [{ _id: '65f0c0ffee', email: 'ada@starter.example', profile: { name: 'Ada Lovelace' } }];
const plenigo = createPlenigo({
  ...JSON.parse(process.env.PLENIGO),
  mode: 'click',
  loginUrl: '/login',
  user: ({ user }) => user && { id: user._id, email: user.email },
});

const find = (email) => users.find((user) => user.email === email);
passport.use(
  new LocalStrategy({ usernameField: 'email' }, (email, _password, done) => done(null, find(email) ?? false)),
);
passport.serializeUser(plenigo.onLogin());
passport.serializeUser((user, done) => done(null, user._id));
passport.deserializeUser((id, done) => done(null, users.find((user) => user._id === id) ?? false));

const app = express();
app.set('view engine', 'pug');
app.set('views', join(__dirname, 'views'));
app.use(express.json());
app.use(express.urlencoded({ extended: true }));
app.use(session({ secret: 'for the test', resave: true, saveUninitialized: true }));
app.use(passport.initialize());
app.use(passport.session());
app.use(lusca({ csrf: true, xframe: 'SAMEORIGIN', xssProtection: true, nosniff: true }));
app.use((req, res, next) => {
  res.locals.user = req.user;
  next();
});
app.use('/plenigo', plenigo.router());

app.get('/login', (_req, res) => res.render('login'));
app.post('/login', (req, res, next) => {
  passport.authenticate('local', (error, user) => {
    if (error || !user) return next(error ?? new Error('nobody'));
    return req.logIn(user, (failed) => (failed ? next(failed) : res.redirect('/article')));
  })(req, res, next);
});
app.get(
  '/article',
  plenigo.requireAccess('START-1', { notBought: (_req, res) => res.render('offer') }),
  (_req, res) => {
    res.render('article');
  },
);

const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
