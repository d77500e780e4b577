/** The screen for customers who log in, or register, here and not at the site. */

import type { OrderView } from '../../checkout/view.js';
import { t } from '../shared/texts.js';
import { h } from './dom.js';
import { field, problem, whileBusy } from './fields.js';
import { type Answer, server } from './server.js';
import { heading, type Sheet } from './sheet.js';
import { summary } from './summary.js';
import { fieldText } from './texts.js';

const WORDS = {
  login: {
    title: t('Log in to go on'),
    button: t('Log in'),
    other: t('New here?'),
    otherButton: t('Create an account'),
  },
  register: {
    title: t('Create your account'),
    button: t('Create account'),
    other: t('Do you have an account?'),
    otherButton: t('Log in instead'),
  },
};

/** `onAnswer` gets every answer that this screen does not handle itself. */
export function showLoginScreen(
  sheet: Sheet,
  state: { checkoutId: string; order: OrderView; register: boolean; email?: string },
  onAnswer: (answer: Answer) => void,
): void {
  const { checkoutId, order, register } = state;
  const words = register ? WORDS.register : WORDS.login;
  const fault = problem();
  const email = field(
    'email',
    t('E-mail address'),
    {
      type: 'email',
      autocomplete: 'email',
      required: '',
      maxlength: '254',
      value: state.email ?? '',
    },
    { hint: t('In the sandbox there is no password to remember.') },
  );
  const button = h('button', { type: 'submit', class: 'primary' }, words.button);
  const other = h('button', { type: 'button', class: 'link' }, words.otherButton);
  other.addEventListener('click', () =>
    showLoginScreen(sheet, { ...state, register: !register, email: email.input.value }, onAnswer),
  );
  const cancel = h('button', { type: 'button', class: 'quiet' }, t('Cancel'));
  cancel.addEventListener('click', sheet.close);

  const submit = async (): Promise<void> => {
    if (button.disabled) return;
    fault.clear();
    const answer = await whileBusy(button, t('One moment…'), () =>
      server.login({ checkoutId, email: email.input.value, register }),
    );
    const text = answer.step === 'error' ? fieldText(answer.code) : undefined;
    if (text === undefined) onAnswer(answer);
    else fault.set(text, email.input);
  };
  const form = h(
    'form',
    { novalidate: true },
    email.element,
    fault.element,
    button,
    h('p', { class: 'switch' }, `${words.other} `, other),
    cancel,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  sheet.show(
    'login',
    h(
      'div',
      { class: 'columns' },
      summary(order, { locale: sheet.locale }).element,
      h('section', { class: 'main' }, heading(words.title), form),
    ),
  );
}
