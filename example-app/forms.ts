// What the forms share: reading fields, checking them, and messages for the next page.
import type { Request } from 'express';
import type { Texts } from './texts.js';

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
export function emailProblem(email: string, { enterEmail, noEmail }: Texts): string | undefined {
  if (email === '') return enterEmail;
  return email.length > 254 || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? noEmail : undefined;
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
