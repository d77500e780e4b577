// What the forms share: reading fields, checking them, and messages for the next page.
import type { Request } from 'express';

/** The message for each field that has to be corrected. */
export type FieldErrors = Record<string, string>;

declare module 'express-session' {
  interface SessionData {
    flash?: string;
  }
}

/** A field as text: a body can lack it, or hold it twice. */
export function field(req: Request, name: string): string {
  const value: unknown = req.body?.[name];
  return typeof value === 'string' ? value : '';
}

/** What is wrong with an e-mail address, if anything. Whether it exists, only a confirmation mail can tell. */
export function emailProblem(email: string): string | undefined {
  if (email === '') return 'Please enter your e-mail address.';
  if (email.length > 254 || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    return 'This does not look like an e-mail address. It should read like name@example.com.';
  }
  return undefined;
}

/** A message that the next page shows, once. */
export function flash(req: Request, message: string): void {
  req.session.flash = message;
}

/** The message, which is gone afterwards. Leaves the session alone if there is none. */
export function takeFlash(req: Request): string | undefined {
  const message = req.session.flash;
  if (message !== undefined) delete req.session.flash;
  return message;
}
