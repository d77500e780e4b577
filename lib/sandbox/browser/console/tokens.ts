/** The panel of login tokens. */
import type { ConsoleView, TokenView } from '../../console/view.js';
import { h } from '../checkout/dom.js';
import { act, onPress } from './actions.js';
import { createList, handOverFocus, type Row } from './list.js';
import { byId, describeList, setText } from './page.js';
import { t } from './texts.js';

function stateText({ state, secondsLeft }: TokenView): string {
  if (state !== 'open') return t(state === 'used' ? 'Used' : 'Expired');
  const seconds = String(secondsLeft % 60).padStart(2, '0');
  return t('{time} left', { time: `${Math.floor(secondsLeft / 60)}:${seconds}` });
}

function createToken({ id, start }: TokenView): Row<TokenView> {
  const email = h('span', { class: 'row-text' });
  const state = h('span', { class: 'badge' });
  const expire = h('button', { type: 'button', class: 'small' }, t('Expire'));
  onPress(expire, async () => (await act('expire-token', { id })) ?? t('Expired the token {start}….', { start }));
  return {
    element: h('li', { class: 'row' }, h('code', {}, `${start}…`), email, state, expire),
    update(token) {
      setText(email, token.email);
      setText(state, stateText(token));
      state.dataset.kind = { open: 'good', used: 'plain', expired: 'note' }[token.state];
      expire.setAttribute('aria-label', t('Expire the token {start}… of {email}', { start, email: token.email }));
      const gone = token.state !== 'open';
      if (gone && !expire.hidden) handOverFocus(expire);
      expire.hidden = gone;
    },
  };
}

export function createTokens(): (view: ConsoleView) => void {
  const show = createList<TokenView>(byId('tokens-list'), { key: ({ id }) => id, create: createToken });
  const all = byId('expire-all', HTMLButtonElement);
  const failures = byId('token-failures');
  let open = 0;
  onPress(all, async () => {
    const count = open;
    const done = count === 1 ? t('Expired 1 token.') : t('Expired {count} tokens.', { count: String(count) });
    return (await act('expire-tokens', {})) ?? done;
  });
  return ({ tokens }) => {
    open = tokens.open;
    show(tokens.shown);
    describeList('tokens', tokens);
    if (open === 0 && document.activeElement === all) byId('tokens-title').focus({ preventScroll: true });
    all.hidden = open === 0;
    const { used, expired, unknown } = tokens.failures;
    failures.hidden = used + expired + unknown === 0;
    const counts = { used: String(used), expired: String(expired), unknown: String(unknown) };
    setText(failures, t('Refused at the checkout: {used} used before, {expired} expired, {unknown} unknown.', counts));
  };
}
