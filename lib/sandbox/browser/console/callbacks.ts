/** The panel of callbacks of API v3. */
import type { CallbackView, ConsoleView } from '../../console/view.js';
import { h } from '../checkout/dom.js';
import { createList, type Row } from './list.js';
import { byId, dayOf, describeList, setText, timeOf } from './page.js';
import { t } from './texts.js';

function stateOf({ status, nextTryAt, tries }: CallbackView): { text: string; kind: string } {
  if (status !== undefined && status >= 200 && status < 300) return { text: String(status), kind: 'good' };
  if (tries === 0) return { text: t('to come'), kind: 'plain' };
  return { text: status ? String(status) : t('no answer'), kind: nextTryAt === undefined ? 'bad' : 'note' };
}

function createCallback({ event, entityId }: CallbackView): Row<CallbackView> {
  const state = h('span', { class: 'badge' });
  const when = h('span', { class: 'row-sub' });
  return {
    element: h('li', { class: 'row' }, h('span', { class: 'row-text' }, `${event} ${entityId}`, when), state),
    update(callback) {
      const { text, kind } = stateOf(callback);
      setText(state, text);
      state.dataset.kind = kind;
      const { tries, nextTryAt } = callback;
      const next = nextTryAt && t('next on {time}', { time: `${dayOf(nextTryAt)}, ${timeOf(nextTryAt)}` });
      const sent = tries > 1 && t('{count} times', { count: String(tries) });
      setText(when, [sent, next].filter(Boolean).join(' · '));
    },
  };
}

export function createCallbacks(): (view: ConsoleView) => void {
  const show = createList<CallbackView>(byId('callbacks-list'), { key: ({ id }) => id, create: createCallback });
  return ({ callbacks }) => {
    show(callbacks.shown);
    describeList('callbacks', callbacks);
  };
}
