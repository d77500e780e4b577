/** The panel of the last API requests. */
import type { ConsoleView, RequestView } from '../../console/view.js';
import { h } from '../checkout/dom.js';
import { createList, type Row } from './list.js';
import { byId, describeList, setText, timeOf } from './page.js';

/** Answers that are no success and no fault either: how plenigo says no. */
const MEANINGS: Record<string, string> = {
  'hasUserBought 403': 'not bought',
  'createLoginToken 404': 'no such customer',
  'registerUser 409': 'e-mail or id taken',
  'changeAddress 404': 'no such customer',
};

function kindOf({ call, status }: RequestView): string {
  if (status >= 200 && status < 300) return 'good';
  return MEANINGS[`${call} ${status}`] ? 'plain' : 'bad';
}

function createRequest({ method, call, url, at, fault }: RequestView): Row<RequestView> {
  const status = h('span', { class: 'badge' });
  const meaning = h('span', { class: 'meaning' });
  return {
    element: h(
      'li',
      { class: 'request' },
      status,
      h(
        'span',
        { class: 'row-text' },
        h('strong', {}, call === 'unknown' ? 'unknown call' : call),
        meaning,
        fault && h('span', { class: 'badge', 'data-kind': 'note' }, 'fault'),
      ),
      h('time', {}, timeOf(at)),
      h('code', {}, `${method} ${url}`),
    ),
    update(request) {
      setText(status, request.status === 0 ? '···' : String(request.status));
      status.dataset.kind = request.status === 0 ? 'note' : kindOf(request);
      setText(meaning, request.status === 0 ? 'no answer' : (MEANINGS[`${call} ${request.status}`] ?? ''));
    },
  };
}

export function createRequests(): (view: ConsoleView) => void {
  const list = byId('requests-list');
  const show = createList<RequestView>(list, { key: ({ id }) => id, create: createRequest });
  return ({ requests }) => {
    show(requests.shown);
    describeList('requests', requests);
    // Once it scrolls by itself, the keyboard must be able to get there.
    if (list.scrollHeight > list.clientHeight) list.tabIndex = 0;
  };
}
