/** Sends the page what it shows, as server-sent events: at once when it connects, and again after every change. */
import type { ServerResponse } from 'node:http';

/** Looking for changes, rather than being told of them, also finds those that tests and the clock make. */
const LOOK_EVERY = 200;

/** The pages that are open. */
export class LivePages {
  readonly #take: () => unknown;
  /** What each page got last. */
  readonly #sent = new Map<ServerResponse, string>();
  #timer: NodeJS.Timeout | undefined;

  /** `take` gives what the pages show, ready for JSON. */
  constructor(take: () => unknown) {
    this.#take = take;
  }

  /** Keeps the answer open until the page goes. */
  open(res: ServerResponse): void {
    res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    res.write('retry: 1000\n\n');
    this.#sent.set(res, '');
    res.on('close', () => this.#leave(res));
    this.#timer ??= setInterval(() => this.refresh(), LOOK_EVERY);
    this.refresh();
  }

  /** Sends what changed now, without waiting for the next look. */
  refresh(): void {
    const text = JSON.stringify(this.#take());
    for (const [res, last] of this.#sent) {
      // A page that does not read gets the newest once it does, instead of everything in between.
      if (last === text || res.writableNeedDrain) continue;
      res.write(`data: ${text}\n\n`);
      this.#sent.set(res, text);
    }
  }

  #leave(res: ServerResponse): void {
    this.#sent.delete(res);
    if (this.#sent.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
