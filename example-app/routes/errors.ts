// The pages for when something goes wrong, in words that a reader can use.
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { textsFor } from '../language.js';

export const notFound: RequestHandler = (req, res) => {
  const [title, text] = textsFor(req).notFound;
  res.status(404).render('error', { title, text });
};

/** Four parameters, or Express would not know that this handles errors. */
export const showError: ErrorRequestHandler = (error, req, res, next) => {
  // Half of another page has been sent: only closing the connection is left, which Express does.
  if (res.headersSent) return next(error);

  const { expired, broken, unreadable } = textsFor(req);
  if (error.code === 'EBADCSRFTOKEN') {
    const [title, text] = expired;
    return res.status(403).render('error', { title, text });
  }
  // Faults of the request, such as a body that is too large, have a status below 500 from whoever found them.
  const status = error.status >= 400 && error.status < 500 ? error.status : 500;
  // The path without its query, which might hold something that is nobody's business.
  if (status === 500) console.error(`${req.method} ${req.path} failed:`, error);
  const [title, text] = status === 500 ? broken : unreadable;
  res.status(status).render('error', { title, text });
};
