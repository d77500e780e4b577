/** The checkout and the self-service go on step by step; a step that cannot be done is explained to the reader. */
import { ApiFailure, type JsonObject } from './http.js';

/** A step that cannot be done, with the code that the page explains. The answer is 200: it is no fault of the network. */
export class StepFailure<Code extends string = string> extends ApiFailure {
  readonly code: Code;
  /** The field of a form that has to be corrected. */
  readonly field: string | undefined;

  /** `detail` is for the reader where it stands beside a field, and for developers elsewhere. */
  constructor(code: Code, detail: string, field?: string) {
    super(200, detail);
    this.code = code;
    this.field = field;
  }
}

/** Reads a field that is text; it is empty when it is missing or anything else. */
export function textIn(body: JsonObject, name: string): string {
  const value = body.get(name);
  return typeof value === 'string' ? value : '';
}
