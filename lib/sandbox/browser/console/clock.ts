/** The panel of the sandbox's time, and the buttons that go forward in it. */
import type { ConsoleView } from '../../console/view.js';
import { act, onPress } from './actions.js';
import { byId, dayOf, setText, timeOf } from './page.js';
import { t } from './texts.js';

export function createClock(): (view: ConsoleView) => void {
  let ahead = 0;
  const show = (): void => {
    const now = Date.now() + ahead;
    setText(byId('clock-now'), `${dayOf(now)}, ${timeOf(now)}`);
  };
  for (const button of byId('clock').querySelectorAll<HTMLButtonElement>('[data-ms]')) {
    onPress(
      button,
      async () => (await act('advance', { ms: Number(button.dataset.ms) })) ?? t('The clock went forward.'),
    );
  }
  setInterval(show, 1000);
  return (view) => {
    ({ ahead } = view);
    show();
  };
}
