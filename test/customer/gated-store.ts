// A session store whose answers a test can hold back.
import type { SessionData } from 'express-session';
import { createGate, type Gate } from '../middleware/gate.js';
import { CountingStore } from '../passport/login-site.js';

/** A store like Redis: what is sent first is done first, but the answer to a read can be held back. */
export class GatedStore extends CountingStore {
  #held: Gate | undefined;

  holdNextGet(): Gate {
    this.#held = createGate();
    return this.#held;
  }

  override get(id: string, done: (error: unknown, data?: SessionData | null) => void): void {
    const gate = this.#held;
    this.#held = undefined;
    super.get(id, (error, data) => {
      if (gate === undefined) done(error, data);
      else gate.pass().then(() => done(error, data));
    });
  }
}
