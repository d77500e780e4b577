/** What the tests of the sandbox's own page share: its requests, as a browser on this machine sends them. */
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import type { ConsoleActions, ConsoleView } from '../../lib/sandbox/console/view.js';
import type { Sandbox } from '../../lib/sandbox/index.js';
import { type Answer, send } from './support.js';

/** Presses a button of the page. */
export function press<Name extends keyof ConsoleActions>(
  sandbox: Sandbox,
  name: Name,
  body: ConsoleActions[Name],
): Promise<Answer> {
  const headers = { origin: sandbox.url, 'sec-fetch-site': 'same-origin' };
  return send(sandbox, { method: 'POST', path: `/console/${name}`, body, headers });
}

/** A page that watches the sandbox. */
export interface Watcher {
  /** The next view that the sandbox sends. */
  next: () => Promise<ConsoleView>;
  /** Views come until one fits. */
  until: (fits: (view: ConsoleView) => boolean) => Promise<ConsoleView>;
  /** Resolves when the sandbox ends the stream. */
  ended: Promise<unknown>;
  leave: () => void;
}

export async function watch(sandbox: Sandbox): Promise<Watcher> {
  const request = get(`${sandbox.url}/console/events`, { agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const ended = new Promise((resolve) => response.once('close', resolve));
  // The sandbox may break the connection when it stops.
  response.on('error', () => {});
  const lines = createInterface(response)[Symbol.asyncIterator]();
  const next = async (): Promise<ConsoleView> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error('the stream has ended');
      if (value.startsWith('data: ')) return JSON.parse(value.slice(6)) as ConsoleView;
    }
  };
  return {
    next,
    async until(fits) {
      for (;;) {
        const view = await next();
        if (fits(view)) return view;
      }
    },
    ended,
    leave: () => request.destroy(),
  };
}

/** What a page that opens now shows first. */
export async function viewOf(sandbox: Sandbox): Promise<ConsoleView> {
  const watcher = await watch(sandbox);
  const view = await watcher.next();
  watcher.leave();
  return view;
}
