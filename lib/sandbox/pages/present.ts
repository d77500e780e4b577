/** Answers a step of a page for readers: with the screen that comes next, or with what went wrong. */
import { type JsonObject, StepFailure } from '../http.js';
import type { Html } from './html.js';
import { chooseLocale, Writer } from './language.js';

/** Who looks at a page, and how. The page sends it with every step. */
export interface View {
  readonly writer: Writer;
  readonly isV3: boolean;
}

/** What went wrong: a screen of its own, or a sentence beside the form that can mend it. */
export type Trouble = { readonly html: Html } | { readonly text: string; readonly field?: string | undefined };

/** Takes a step. `explain` says to the reader what a `StepFailure` means. */
export function present<Reply extends object, Code extends string>(
  body: JsonObject,
  { take, explain }: { take(view: View): Reply; explain(failure: StepFailure<Code>, view: View): Trouble },
): Reply | { step: 'error'; code: Code; detail: string } {
  const view = { writer: new Writer(chooseLocale(body.get('locale'))), isV3: body.get('api') === 'v3' };
  try {
    return take(view);
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    const trouble = explain(error, view);
    const shown = 'html' in trouble ? { html: trouble.html.text } : trouble;
    return { step: 'error', code: error.code, detail: error.message, ...shown };
  }
}
