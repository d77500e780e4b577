/** Customers who are logged in to a self-service snippet, and what each of them sees and changes there. */
import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../http.js';
import { html } from '../pages/html.js';
import type { Writer } from '../pages/language.js';
import type { State } from '../state.js';
import { StepFailure } from '../steps.js';
import type { SandboxCustomer } from '../types.js';
import { type Section, showSection } from './section.js';
import type { AccountReply } from './view.js';

/** Begins anew with every change. */
const SESSION_LIFE = 30 * 60_000;
const MOST_SESSIONS = 1000;

interface AccountSession {
  readonly id: string;
  readonly customer: SandboxCustomer;
  readonly sections: readonly Section[];
  expiresAt: number;
}

/** The snippets of one sandbox. The methods throw `StepFailure` for what the reader should see. */
export class AccountSessions {
  readonly #state: State;
  readonly #sessions = new Map<string, AccountSession>();

  constructor(state: State) {
    this.#state = state;
  }

  /** Shows these sections to a customer who is logged in. */
  open(
    customer: SandboxCustomer,
    { sections, writer }: { sections: readonly Section[]; writer: Writer },
  ): AccountReply {
    const id = randomBytes(24).toString('base64url');
    const session = { id, customer, sections, expiresAt: this.#state.now() + SESSION_LIFE };
    const [oldest] = this.#sessions.keys();
    if (oldest !== undefined && this.#sessions.size >= MOST_SESSIONS) this.#sessions.delete(oldest);
    this.#sessions.set(id, session);
    return this.#showPage(session, writer);
  }

  /** Changes what a section lets the customer change. */
  change(
    accountId: string,
    change: { section: string; action: string; values: JsonObject; writer: Writer },
  ): AccountReply {
    const { writer } = change;
    const session = this.#sessions.get(accountId);
    const now = this.#state.now();
    if (!session || now >= session.expiresAt) return { step: 'logged-out' };
    session.expiresAt = now + SESSION_LIFE;
    // A snippet changes only what it shows.
    const section = session.sections.find(({ id }) => id === change.section);
    const said = section?.change?.({ customer: session.customer, state: this.#state, writer }, change);
    if (said === undefined) throw new StepFailure('request-refused', 'This snippet has no such button.');
    return { ...this.#showPage(session, writer), said: writer.translate(said) };
  }

  /** Ends every session. */
  clear(): void {
    this.#sessions.clear();
  }

  #showPage({ id, customer, sections }: AccountSession, writer: Writer) {
    const account = { customer, state: this.#state, writer };
    const shown = sections.map((section, index) => showSection(section, account, index === 0));
    return { step: 'page', accountId: id, html: html`${shown}`.text } as const;
  }
}
