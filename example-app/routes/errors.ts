// The pages for when something goes wrong, in words that a reader can use.
import type { ErrorRequestHandler, RequestHandler } from 'express';

export const notFound: RequestHandler = (_req, res) => {
  res.status(404).render('error', {
    title: 'This page has sailed',
    text: 'There is nothing at this address, or nothing any more. The front page has everything that is still here.',
  });
};

/** Four parameters, or Express would not know that this handles errors. */
export const showError: ErrorRequestHandler = (error, req, res, next) => {
  // Half of another page has been sent: only closing the connection is left, which Express does.
  if (res.headersSent) return next(error);

  if (error.code === 'EBADCSRFTOKEN') {
    return res.status(403).render('error', {
      title: 'This form has expired',
      text: 'You may have logged in or out in another tab in the meantime. Please go back, reload the page and send the form again. Nothing was changed.',
    });
  }
  // Faults of the request, such as a body that is too large, have a status below 500 from whoever found them.
  const status = error.status >= 400 && error.status < 500 ? error.status : 500;
  // The path without its query, which might hold something that is nobody's business.
  if (status === 500) console.error(`${req.method} ${req.path} failed:`, error);
  res.status(status).render('error', {
    title: status === 500 ? 'Something broke at our end' : 'We could not read that request',
    text: status === 500 ? 'We have written it down. Please try again in a moment.' : 'Please go back and try again.',
  });
};
