// The site's own readers, in memory: sign up, check a password, change an e-mail address.
import { randomBytes, randomUUID, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** A reader as the rest of the site sees one: without the password's hash. */
export interface Reader {
  id: string;
  email: string;
  /**
   * Whether the reader has proved that the address is theirs. plenigo may link a reader to a customer who already has
   * the same address only if this is true, for otherwise anyone could sign up with your address and read what you paid.
   * Set when the reader confirms it by the link in our mail: routes/confirmation.ts.
   */
  emailVerified: boolean;
  firstName: string;
  lastName: string;
}

/** What the sign-up form gives. */
export interface NewReader {
  email: string;
  password: string;
  firstName?: string;
  lastName?: string;
}

interface Password {
  salt: Buffer;
  hash: Buffer;
}

/** The address belongs to another reader of this site. */
export class EmailTakenError extends Error {
  override name = 'EmailTakenError';
}

// One of the settings OWASP names for scrypt (16 MiB, five passes): slow enough for an attacker, not for a reader.
const COST: ScryptOptions = { N: 2 ** 14, r: 8, p: 5 };

/** Addresses are kept without regard to case: no mail service tells `Ada@` from `ada@`. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** Readers by id and by address. A real site keeps them in its database, the address in a unique column. */
export class UserStore {
  readonly #readers = new Map<string, Reader>();
  readonly #passwords = new Map<string, Password>();
  readonly #idByEmail = new Map<string, string>();
  readonly #cost: ScryptOptions;

  /** Tests, which sign up many readers, want it cheaper. */
  constructor(cost = COST) {
    this.#cost = cost;
  }

  /** Throws {@link EmailTakenError}. */
  async add({ email, password, firstName = '', lastName = '' }: NewReader): Promise<Reader> {
    const salt = randomBytes(16);
    const hash = await this.#hash(password, salt);
    // Looked up after the wait, so that two sign-ups at once cannot both find the address free.
    const address = this.#claim(email);
    const reader: Reader = { id: randomUUID(), email: address, emailVerified: false, firstName, lastName };
    this.#readers.set(reader.id, reader);
    this.#passwords.set(reader.id, { salt, hash });
    this.#idByEmail.set(address, reader.id);
    return reader;
  }

  get(id: string): Reader | undefined {
    return this.#readers.get(id);
  }

  /** The id of the reader who has this address. */
  owner(email: string): string | undefined {
    return this.#idByEmail.get(normaliseEmail(email));
  }

  /** The reader whose address and password these are. */
  async check(email: string, password: string): Promise<Reader | undefined> {
    const id = this.owner(email);
    const known = id === undefined ? undefined : this.#passwords.get(id);
    // An unknown address costs as much time as a wrong password, or the time would tell who reads this paper.
    const { salt, hash } = known ?? { salt: randomBytes(16), hash: randomBytes(64) };
    const matches = timingSafeEqual(hash, await this.#hash(password, salt));
    return matches && id !== undefined ? this.#readers.get(id) : undefined;
  }

  /** A new address is unverified again. Throws {@link EmailTakenError}. */
  changeEmail(id: string, email: string): Reader {
    const before = this.#readers.get(id);
    if (!before) throw new Error('No such reader');
    if (normaliseEmail(email) === before.email) return before;
    const after: Reader = { ...before, email: this.#claim(email), emailVerified: false };
    this.#idByEmail.delete(before.email);
    this.#idByEmail.set(after.email, id);
    this.#readers.set(id, after);
    return after;
  }

  /** The reader has proved that this address is theirs; undefined if they have another one by now. */
  confirmEmail(id: string, email: string): Reader | undefined {
    const before = this.#readers.get(id);
    if (before?.email !== email) return undefined;
    const after: Reader = { ...before, emailVerified: true };
    this.#readers.set(id, after);
    return after;
  }

  #hash(password: string, salt: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      scrypt(password, salt, 64, this.#cost, (error, hash) => (error ? reject(error) : resolve(hash)));
    });
  }

  #claim(email: string): string {
    if (this.owner(email)) throw new EmailTakenError('The address belongs to another reader');
    return normaliseEmail(email);
  }
}
