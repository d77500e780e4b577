// A to-do list in EJS with csurf, as tutorials have it: Express 5, Passport with a session, one article for sale.
import { join } from 'node:path';
import csurf from 'csurf';
import express from 'express';
import { createPlenigo } from 'express-plenigo';
import session from 'express-session';
import passport from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';

const users = new Map([['ada', { id: 1, username: 'ada', email: 'ada@todo.example', todos: [] }]]);
const plenigo = createPlenigo(JSON.parse(process.env.PLENIGO));

passport.use(new LocalStrategy((name, _password, done) => done(null, users.get(name) ?? false)));
passport.serializeUser(plenigo.onLogin());
passport.serializeUser((user, done) => done(null, user.username));
passport.deserializeUser((name, done) => done(null, users.get(name) ?? false));

const app = express();
app.set('view engine', 'ejs').set('views', join(import.meta.dirname, 'views'));
app.use(express.urlencoded({ extended: false }));
app.use(session({ secret: 'for the test', resave: false, saveUninitialized: false }));
app.use(passport.session());
app.use(csurf());
app.use((req, res, next) => {
  Object.assign(res.locals, { csrfToken: req.csrfToken(), user: req.user });
  next();
});
app.use('/plenigo', plenigo.router());

app.get('/login', (_req, res) => res.render('login'));
app.post('/login', passport.authenticate('local', { successRedirect: '/article', failureRedirect: '/login' }));
app.get('/', (_req, res) => res.render('todos'));
app.post('/todos', (req, res) => {
  req.user?.todos.push(req.body.title);
  res.redirect('/');
});
const product = { id: 'LISTS-1', title: 'On lists', price: 2, currency: 'EUR', type: 'DIGITALPRODUCT' };
app.get('/article', plenigo.checkout(product), (_req, res) => {
  res.render('article');
});

const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
