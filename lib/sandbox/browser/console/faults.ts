/** The panel of faults: those that are on, and the form for another one. */
import type { ConsoleActions, ConsoleView, FaultView } from '../../console/view.js';
import { h } from '../checkout/dom.js';
import { act, onPress, say } from './actions.js';
import { onSubmit, type Problem, readNumber } from './form.js';
import { createList, type Row } from './list.js';
import { byId, describeList, setText } from './page.js';
import { t } from './texts.js';

function effectOf({ status, delay, hang, reset, body }: FaultView): string {
  const effects = [
    delay && t('{ms} ms late', { ms: String(delay) }),
    reset && t('connection reset'),
    !reset && hang && t('no answer'),
    !reset && !hang && status !== undefined && t('status {status}', { status: String(status) }),
    !reset && !hang && body && t('a body of its own'),
  ].filter(Boolean);
  return effects.join(', ') || t('passes');
}

function createFault(fault: FaultView): Row<FaultView> {
  const call = fault.call ?? t('Every call');
  const left = h('span', { class: 'row-sub' });
  const off = h('button', { type: 'button', class: 'small' }, t('Switch off'));
  off.setAttribute('aria-label', t('Switch off: {what}', { what: `${call}, ${effectOf(fault)}` }));
  onPress(off, async () => (await act('fault-off', { id: fault.id })) ?? t('Switched the fault off.'));
  const text = h('span', { class: 'row-text' }, h('strong', {}, `${call}: ${effectOf(fault)}`), left);
  return {
    element: h('li', { class: 'row fault' }, text, off),
    update(next) {
      const more = next.left === 1 ? t('1 more request') : t('{count} more requests', { count: String(next.left) });
      setText(left, next.left === null ? t('until switched off') : more);
    },
  };
}

/** What the form says, or what is wrong with it. */
function readForm(effect: string, until: string): ConsoleActions['fault-on'] | Problem {
  const fault: ConsoleActions['fault-on'] = {};
  const call = byId('fault-call', HTMLSelectElement).value as FaultView['call'] | '';
  if (call) fault.call = call;
  if (effect === 'hang') fault.hang = true;
  else if (effect === 'reset') fault.reset = true;
  else {
    const value = readNumber(effect === 'delay' ? 'fault-delay' : 'fault-status');
    if (typeof value !== 'number') return value;
    if (effect === 'delay') fault.delay = value;
    else fault.status = value;
  }
  if (until === 'times') {
    const times = readNumber('fault-times');
    if (typeof times !== 'number') return times;
    fault.times = times;
  }
  return fault;
}

function setUpForm(): void {
  const effect = byId('fault-effect', HTMLSelectElement);
  const until = byId('fault-until', HTMLSelectElement);
  const { clear } = onSubmit(byId('fault-form', HTMLFormElement), async () => {
    const fault = readForm(effect.value, until.value);
    if ('text' in fault) return fault;
    const text = await act('fault-on', fault);
    if (text) return { text };
    say(t('Switched the fault on.'));
    return undefined;
  });
  const arrange = (): void => {
    clear();
    byId('fault-status-field').hidden = effect.value !== 'status';
    byId('fault-delay-field').hidden = effect.value !== 'delay';
    byId('fault-times-field').hidden = until.value !== 'times';
  };
  effect.addEventListener('change', arrange);
  until.addEventListener('change', arrange);
  arrange();
}

export function createFaults(): (view: ConsoleView) => void {
  setUpForm();
  const show = createList<FaultView>(byId('faults-list'), { key: ({ id }) => id, create: createFault });
  return ({ faults }) => {
    show(faults.shown);
    describeList('faults', faults);
  };
}
