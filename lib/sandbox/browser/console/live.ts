/** Keeps the page connected to the sandbox, and says whether it is. */
import type { ConsoleView } from '../../console/view.js';
import { byId, setText } from './page.js';
import { t } from './texts.js';

const TRY_AGAIN_AFTER = 1500;

const TEXTS = { live: t('Live'), lost: t('Connection lost, trying again…') };

function setState(state: keyof typeof TEXTS): void {
  const element = byId('live');
  element.dataset.state = state;
  setText(element, TEXTS[state]);
}

/** Calls `show` with every view that the sandbox sends. */
export function listen(show: (view: ConsoleView) => void): void {
  let source: EventSource | undefined;
  let timer: number | undefined;

  const disconnect = (): void => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  const connect = (): void => {
    disconnect();
    const opened = new EventSource('/console/events');
    source = opened;
    opened.onmessage = ({ data }: MessageEvent<string>) => {
      setState('live');
      show(JSON.parse(data) as ConsoleView);
    };
    opened.onerror = () => {
      setState('lost');
      // The browser tries again by itself, unless it got an answer that is no stream of events.
      if (opened.readyState === EventSource.CLOSED) timer = setTimeout(connect, TRY_AGAIN_AFTER);
    };
  };

  // A browser opens six connections to one address at most: pages that nobody sees leave them to the checkout.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') connect();
    else disconnect();
  });
  if (document.visibilityState === 'visible') connect();
}
