/** Callbacks of API v3: signed POSTs to the site, tried again by the sandbox's clock. */
import { createHmac } from 'node:crypto';
import { must } from '../check.js';
import { forgetOldest } from '../history.js';
import type { SandboxV3Delivery } from './types.js';

const HOUR = 3_600_000;
/** How long after each failure it is tried again. */
const TRY_AGAIN = [HOUR, 6 * HOUR, 24 * HOUR];
const PATIENCE = 10_000;
/** The longest time that a timer takes. */
const LONGEST_WAIT = 2 ** 31 - 1;

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** What is sent is signed, and names customers. */
export const CALLBACK_URL = must('an http address on this machine, such as 127.0.0.1', (value) => {
  const address = URL.canParse(String(value)) ? new URL(String(value)) : undefined;
  return address !== undefined && /^https?:$/.test(address.protocol) && LOOPBACK.includes(address.hostname);
});

/** The callbacks of one sandbox. */
export class Callbacks {
  readonly deliveries: SandboxV3Delivery[] = [];
  readonly #secret: string;
  readonly #now: () => number;
  readonly #keepLast: number;
  readonly #running = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  #url: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: { secret: string; url: string | undefined; now: () => number; keepLast: number }) {
    this.#secret = options.secret;
    this.#now = options.now;
    this.#keepLast = options.keepLast;
    this.#url = options.url;
  }

  get url(): string | undefined {
    return this.#url;
  }

  set url(url: string | undefined) {
    if (url !== undefined) CALLBACK_URL(url, 'callbackUrl');
    this.#url = url;
  }

  /** `at`: not before that time of the sandbox's clock. Nothing happens without an address. */
  send(event: Pick<SandboxV3Delivery, 'entityType' | 'callbackType' | 'entityId'>, entity?: object, at = 0): void {
    if (this.#url === undefined) return;
    const { entityType, callbackType, entityId } = event;
    const body = JSON.stringify({ entityType, callbackType, entityId, entity });
    this.deliveries.push({ entityType, callbackType, entityId, body, tries: [], nextTryAt: at });
    forgetOldest(this.deliveries, this.#keepLast, ({ nextTryAt }) => nextTryAt === undefined);
    this.sendDue();
  }

  /** Takes back what has not been sent yet. */
  withdraw(entityId: string, callbackType: string): void {
    const at = this.deliveries.findIndex(
      (known) => known.entityId === entityId && known.callbackType === callbackType && known.tries.length === 0,
    );
    if (at >= 0) this.deliveries.splice(at, 1);
  }

  /** Sends what is due, now and whenever it is. */
  sendDue(): void {
    clearTimeout(this.#timer);
    const now = this.#now();
    let next = Number.POSITIVE_INFINITY;
    for (const delivery of this.deliveries) {
      const { nextTryAt } = delivery;
      if (nextTryAt === undefined) continue;
      if (nextTryAt > now) {
        next = Math.min(next, nextTryAt);
        continue;
      }
      delivery.nextTryAt = undefined;
      const running = this.#try(delivery).finally(() => this.#running.delete(running));
      this.#running.add(running);
    }
    if (next < Number.POSITIVE_INFINITY && !this.#closing.signal.aborted) {
      this.#timer = setTimeout(() => this.sendDue(), Math.min(next - now, LONGEST_WAIT)).unref();
    }
  }

  /** Waits until everything that is due has been tried. */
  async settled(): Promise<readonly SandboxV3Delivery[]> {
    this.sendDue();
    while (this.#running.size > 0) await Promise.all(this.#running);
    return this.deliveries;
  }

  clear(): void {
    this.deliveries.length = 0;
    this.sendDue();
  }

  close(): void {
    this.#closing.abort();
    this.clear();
  }

  async #try(delivery: SandboxV3Delivery): Promise<void> {
    const at = this.#now();
    const status = await this.#post(delivery.body);
    delivery.tries.push({ at, status });
    const wait = TRY_AGAIN[delivery.tries.length - 1];
    if ((status >= 200 && status < 300) || wait === undefined) return;
    delivery.nextTryAt = at + wait;
    this.sendDue();
  }

  /** The status of the answer; `0` for none. */
  async #post(body: string): Promise<number> {
    // The site looks at real time, wherever the sandbox's clock is.
    const t = Math.floor(Date.now() / 1000);
    const s = createHmac('sha256', this.#secret).update(`${t}.${body}`).digest('hex');
    try {
      const answer = await fetch(String(this.#url), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'plenigo-signature': `t=${t},s=${s}`,
          'x-plenigo-api-version': '3.0',
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(PATIENCE)]),
      });
      await answer.body?.cancel();
      return answer.status;
    } catch {
      return 0;
    }
  }
}
