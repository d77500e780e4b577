/** The checkout and the self-service go on step by step; a step that cannot be done is explained to the reader. */
import { ApiFailure, type JsonObject } from './http.js';

/** A step that cannot be done, with the code that the page explains. The answer is 200: it is no fault of the network. */
export class StepFailure<Code extends string = string> extends ApiFailure {
  readonly code: Code;

  /** `detail` is for developers. */
  constructor(code: Code, detail: string) {
    super(200, detail);
    this.code = code;
  }
}

export function textIn(body: JsonObject, name: string): string {
  const value = body.get(name);
  return typeof value === 'string' ? value : '';
}
