/** The panel of the last API requests; each opens to what was sent and answered. */
import type { ConsoleView, RequestView } from '../../console/view.js';
import { h } from '../checkout/dom.js';
import { createList, type Row } from './list.js';
import { byId, describeList, setText, timeOf } from './page.js';
import { t } from './texts.js';

/** Answers that are no success and no fault either: how plenigo says no. */
const MEANINGS: Record<string, string> = {
  'hasUserBought 403': t('not bought'),
  'createLoginToken 404': t('no such customer'),
  'registerUser 409': t('e-mail or id taken'),
  'changeAddress 404': t('no such customer'),
};

function kindOf({ call, status }: RequestView): string {
  if (status >= 200 && status < 300) return 'good';
  return MEANINGS[`${call} ${status}`] ? 'plain' : 'bad';
}

/** JSON with its indents, and not read where a fault answered before; anything else, such as a body that was too long, as it is. */
function readable(text: string | undefined): string {
  if (!text) return t(text === undefined ? 'not read' : 'nothing');
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function createRequest({ method, call, url, at, fault }: RequestView): Row<RequestView> {
  const status = h('span', { class: 'badge' });
  const meaning = h('span', { class: 'meaning' });
  const duration = h('span', {});
  const sent = h('pre', {});
  const answered = h('pre', {});
  const name = call === 'unknown' ? t('unknown call') : call;
  const title = h(
    'span',
    { class: 'row-text' },
    h('strong', {}, name),
    meaning,
    fault && h('span', { class: 'badge', 'data-kind': 'note' }, t('fault')),
  );
  return {
    element: h(
      'li',
      {},
      h(
        'details',
        {},
        h(
          'summary',
          { class: 'request' },
          status,
          title,
          h('span', { class: 'when' }, duration, h('time', {}, timeOf(at))),
          h('code', {}, `${method} ${url}`),
        ),
        h('div', { class: 'exchange' }, h('h3', {}, t('Sent')), sent, h('h3', {}, t('Answered')), answered),
      ),
    ),
    update(request) {
      setText(status, request.status === 0 ? '···' : String(request.status));
      status.dataset.kind = request.status === 0 ? 'note' : kindOf(request);
      setText(meaning, request.status === 0 ? t('no answer') : (MEANINGS[`${call} ${request.status}`] ?? ''));
      setText(duration, request.ms === undefined ? '' : `${request.ms} ms`);
      setText(sent, readable(request.sent));
      setText(answered, readable(request.answered));
    },
  };
}

export function createRequests(): (view: ConsoleView) => void {
  const show = createList<RequestView>(byId('requests-list'), { key: ({ id }) => id, create: createRequest });
  return ({ requests }) => {
    show(requests.shown);
    describeList('requests', requests);
  };
}
