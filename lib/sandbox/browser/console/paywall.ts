/** The panel of the paywall: the publisher's switch, and how many articles readers have free. */
import type { ConsoleView } from '../../console/view.js';
import { act, onPress, say } from './actions.js';
import { onSubmit, readNumber } from './form.js';
import { byId, setText } from './page.js';
import { t } from './texts.js';

type Metering = ConsoleView['metering'];

const STATES = {
  on: t('On: readers get what they have bought.'),
  off: t('Off: everybody may read everything, logged in or not.'),
};

function setUpSwitch(): (enabled: boolean) => void {
  const button = byId('paywall-switch', HTMLButtonElement);
  let enabled = true;
  onPress(button, async () => {
    const next = !enabled;
    return (
      (await act('paywall', { enabled: next })) ?? t(next ? 'Switched the paywall on.' : 'Switched the paywall off.')
    );
  });
  return (now) => {
    enabled = now;
    setText(byId('paywall-state'), STATES[enabled ? 'on' : 'off']);
    setText(button, t(enabled ? 'Switch off' : 'Switch on'));
    button.setAttribute('aria-label', t(enabled ? 'Switch off: the paywall' : 'Switch on: the paywall'));
  };
}

function setUpForm(): (metering: Metering) => void {
  const activated = byId('metering-activated', HTMLSelectElement);
  const period = byId('metering-period', HTMLSelectElement);
  const start = byId('metering-start', HTMLSelectElement);
  const unique = byId('metering-unique', HTMLSelectElement);
  let shown: Metering | undefined;
  const { clear } = onSubmit(byId('metering-form', HTMLFormElement), async () => {
    const isOn = activated.value === 'true';
    const freeViews = readNumber('metering-views');
    if (isOn && typeof freeViews !== 'number') return freeViews;
    const freeViewsAfterLogin = readNumber('metering-after');
    if (isOn && typeof freeViewsAfterLogin !== 'number') return freeViewsAfterLogin;
    // The rest stays as a program has set it.
    const { ignoreSearchEngines, ignoreSocialMedia } = shown ?? {};
    const changes = {
      freeViews: Number(freeViews),
      freeViewsAfterLogin: Number(freeViewsAfterLogin),
      period: period.value as Metering['period'],
      startWithFirstDay: start.value === 'true',
      countOnlyUniqueViews: unique.value === 'true',
      ignoreSearchEngines,
      ignoreSocialMedia,
    };
    const text = await act('metering', isOn ? { activated: true, ...changes } : { activated: false });
    if (text) return { text };
    say(t(isOn ? 'Saved the free views.' : 'Readers have no free views any more.'));
    return undefined;
  });
  const arrange = (): void => {
    clear();
    byId('metering-fields').hidden = activated.value !== 'true';
  };
  activated.addEventListener('change', arrange);
  return (metering) => {
    // What somebody is about to enter stays until the sandbox has other settings.
    if (JSON.stringify(metering) === JSON.stringify(shown)) return;
    shown = metering;
    activated.value = String(metering.activated);
    if (metering.activated) {
      byId('metering-views', HTMLInputElement).value = String(metering.freeViews);
      byId('metering-after', HTMLInputElement).value = String(metering.freeViewsAfterLogin);
      period.value = metering.period;
    }
    start.value = String(metering.startWithFirstDay);
    unique.value = String(metering.countOnlyUniqueViews);
    arrange();
  };
}

function setUpReset(): void {
  onPress(byId('views-reset', HTMLButtonElement), async () => {
    const text = await act('reset-views', {});
    if (text) return text;
    // Sites on this host, whatever their port, share this page's cookies: there it takes effect at once.
    // biome-ignore lint/suspicious/noDocumentCookie: the other way is asynchronous, and not in all browsers
    document.cookie = 'plenigo_view=; Path=/; Max-Age=0; SameSite=Lax';
    return t('Every count begins anew.');
  });
}

export function createPaywall(): (view: ConsoleView) => void {
  const showSwitch = setUpSwitch();
  const showForm = setUpForm();
  setUpReset();
  return ({ paywall, metering }) => {
    showSwitch(paywall.enabled);
    showForm(metering);
  };
}
