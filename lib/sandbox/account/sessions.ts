/** Customers who are logged in to a self-service snippet: from a login token to what the snippet shows and changes. */
import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../http.js';
import type { State } from '../state.js';
import type { SandboxCustomer } from '../types.js';
import { AccountFailure } from './failure.js';
import type { Account, AccountData, Address, Section } from './section.js';
import { SECTIONS, type SectionId, sectionsOf } from './snippets.js';
import type { AccountReply } from './view.js';

/** Begins anew with every change. */
const SESSION_LIFE = 30 * 60_000;
const MOST_SESSIONS = 1000;

interface AccountSession {
  id: string;
  customer: SandboxCustomer;
  sections: readonly SectionId[];
  expiresAt: number;
}

/** The snippets of one sandbox. The methods throw `AccountFailure` for what the reader should see. */
export class AccountSessions {
  readonly #state: State;
  readonly #sessions = new Map<string, AccountSession>();
  readonly #data = new WeakMap<SandboxCustomer, AccountData>();

  constructor(state: State) {
    this.#state = state;
  }

  /** The token is used up only by a snippet that exists. */
  start({ snippetId, loginToken }: { snippetId: unknown; loginToken: unknown }): AccountReply {
    const sections = sectionsOf(snippetId);
    if (!sections) {
      throw new AccountFailure('snippet-unknown', 'The snippetId is none of the values of plenigo.Snippet.');
    }
    return this.open(this.#state.redeemToken(loginToken), sections);
  }

  /** Shows these parts of the account of a customer who is logged in. */
  open(customer: SandboxCustomer, sections: readonly SectionId[]): AccountReply {
    const session: AccountSession = {
      id: randomBytes(24).toString('base64url'),
      customer,
      sections,
      expiresAt: this.#state.now() + SESSION_LIFE,
    };
    this.#makeRoom();
    this.#sessions.set(session.id, session);
    return this.#page(session);
  }

  change(accountId: string, change: { section: string; action: string; values: JsonObject }): AccountReply {
    const session = this.#sessions.get(accountId);
    const now = this.#state.now();
    if (!session || now >= session.expiresAt) return { step: 'logged-out' };
    session.expiresAt = now + SESSION_LIFE;
    // A snippet changes only what it shows.
    const id = session.sections.find((known) => known === change.section);
    const section: Section | undefined = id && SECTIONS[id];
    const said = section?.change?.(this.#account(session.customer), change);
    if (said === undefined) throw new AccountFailure('request-refused', 'This snippet has no such button.');
    return this.#page(session, said);
  }

  /** What the customer has entered in snippets. */
  addressesOf(customer: SandboxCustomer): { billing?: Address; delivery?: Address } {
    return this.#data.get(customer) ?? {};
  }

  /** Ends every session. */
  clear(): void {
    this.#sessions.clear();
  }

  #page({ id, customer, sections }: AccountSession, said?: string): AccountReply {
    const account = this.#account(customer);
    return {
      step: 'page',
      accountId: id,
      sections: sections.map((section) => SECTIONS[section].show(account)),
      ...(said !== undefined && { said }),
    };
  }

  #account(customer: SandboxCustomer): Account {
    let data = this.#data.get(customer);
    if (data === undefined) {
      data = { hasBankAccount: false, newsletter: false, recommendations: false };
      this.#data.set(customer, data);
    }
    return { customer, data, state: this.#state };
  }

  #makeRoom(): void {
    const [oldest] = this.#sessions.keys();
    if (oldest !== undefined && this.#sessions.size >= MOST_SESSIONS) this.#sessions.delete(oldest);
  }
}
