/** Callbacks of API v3: signed POSTs to the site, tried again by the sandbox's clock. */
import { createHmac } from 'node:crypto';
import { forgetOldest } from '../history.js';
import { CALLBACK_URL, type ResolvedOptions } from '../options.js';
import type { SandboxV3Callbacks, SandboxV3Delivery } from './types.js';

const HOUR = 3_600_000;
/** How long after each failure a callback is tried again. */
const TRY_AGAIN = [HOUR, 6 * HOUR, 24 * HOUR];
const PATIENCE = 10_000;
const LOOK_AGAIN = 60_000;

/** What happened to whom, and when the site is told at the earliest, by the sandbox's clock. */
type Event = Pick<SandboxV3Delivery, 'entityType' | 'callbackType' | 'entityId'> & { entity?: object; at?: number };

type Settings = ResolvedOptions & { closing: AbortSignal };

export class Callbacks implements SandboxV3Callbacks {
  readonly deliveries: SandboxV3Delivery[] = [];
  readonly #settings: Settings;
  readonly #running = new Set<Promise<void>>();
  #url: string | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#url = settings.callbackUrl;
    const timer = setInterval(() => this.sendDue(), LOOK_AGAIN).unref();
    settings.closing.addEventListener('abort', () => clearInterval(timer));
  }

  get url(): string | undefined {
    return this.#url;
  }

  set url(url: string | undefined) {
    if (url !== undefined) CALLBACK_URL(url, 'callbackUrl');
    this.#url = url;
  }

  /** Nothing is sent without an address. */
  send({ entityType, callbackType, entityId, entity, at = 0 }: Event): void {
    if (this.#url === undefined) return;
    const body = JSON.stringify({ entityType, callbackType, entityId, entity });
    this.deliveries.push({ entityType, callbackType, entityId, body, tries: [], nextTryAt: at });
    forgetOldest(this.deliveries, this.#settings.keepLast, ({ nextTryAt }) => nextTryAt === undefined);
    this.sendDue();
  }

  /** Takes back what has not been sent yet. */
  withdraw(entityId: string, callbackType: string): void {
    const at = this.deliveries.findIndex(
      (known) => known.entityId === entityId && known.callbackType === callbackType && known.tries.length === 0,
    );
    if (at >= 0) this.deliveries.splice(at, 1);
  }

  sendDue(): void {
    const now = this.#settings.now();
    for (const delivery of this.deliveries) {
      if (delivery.nextTryAt === undefined || delivery.nextTryAt > now) continue;
      delivery.nextTryAt = undefined;
      const running = this.#try(delivery).finally(() => this.#running.delete(running));
      this.#running.add(running);
    }
  }

  async settled(): Promise<readonly SandboxV3Delivery[]> {
    this.sendDue();
    while (this.#running.size > 0) await Promise.all(this.#running);
    return this.deliveries;
  }

  clear(): void {
    this.deliveries.length = 0;
  }

  async #try(delivery: SandboxV3Delivery): Promise<void> {
    const at = this.#settings.now();
    const status = await this.#post(delivery.body);
    delivery.tries.push({ at, status });
    const wait = TRY_AGAIN[delivery.tries.length - 1];
    if ((status >= 200 && status < 300) || wait === undefined) return;
    delivery.nextTryAt = at + wait;
    this.sendDue();
  }

  /** Gives the status of the site's answer, or `0` for none. */
  async #post(body: string): Promise<number> {
    // The site looks at real time, wherever the sandbox's clock is.
    const t = Math.floor(Date.now() / 1000);
    const s = createHmac('sha256', this.#settings.callbackSecret).update(`${t}.${body}`).digest('hex');
    const headers = {
      'content-type': 'application/json',
      'plenigo-signature': `t=${t},s=${s}`,
      'x-plenigo-api-version': '3.0',
    };
    const signal = AbortSignal.any([this.#settings.closing, AbortSignal.timeout(PATIENCE)]);
    try {
      const answer = await fetch(String(this.#url), { method: 'POST', headers, body, redirect: 'manual', signal });
      await answer.body?.cancel();
      return answer.status;
    } catch {
      return 0;
    }
  }
}
