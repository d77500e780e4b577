/** The dialogs: adding a customer, buying for one, and asking before something is gone. */
import type { CustomerView, ProductView } from '../../console/view.js';
import { h } from '../checkout/dom.js';
import { act, say } from './actions.js';
import { onSubmit } from './form.js';
import { byId } from './page.js';
import { t } from './texts.js';

interface Question {
  title: string;
  text: string;
  /** The label of the button that does it. */
  button: string;
  /** The sentence that says why it was not done, if so. */
  act: () => Promise<string | undefined>;
  /** Said when it was. */
  done: string;
}

export interface Dialogs {
  openBuy: (customer: CustomerView) => void;
  /** Asks before `act` is done. The cautious button has the focus. */
  confirm: (question: Question) => void;
  /** Sets what the product field suggests, best first. */
  setProducts: (products: readonly ProductView[]) => void;
}

/** A dialog with a form; the browser keeps the focus in it and gives it back. */
function dialogOf(id: string): { dialog: HTMLDialogElement; form: HTMLFormElement } {
  const dialog = byId(id, HTMLDialogElement);
  const form = dialog.querySelector('form');
  if (!form) throw new Error(`The dialog "${id}" has no form.`);
  dialog.querySelector('[data-close]')?.addEventListener('click', () => dialog.close());
  return { dialog, form };
}

function setUpAdding(): void {
  const { dialog, form } = dialogOf('add-customer');
  const email = byId('new-email', HTMLInputElement);
  const optional = { externalUserId: 'new-external', firstName: 'new-first', name: 'new-name' };
  const { clear } = onSubmit(form, async () => {
    const address = email.value.trim();
    if (!email.validity.valid) {
      return { text: t('Please enter an e-mail address, such as ada@example.com.'), field: email };
    }
    const more = Object.entries(optional).flatMap(([name, id]) => {
      const value = byId(id, HTMLInputElement).value.trim();
      return value ? [[name, value]] : [];
    });
    const text = await act('add-customer', { email: address, ...Object.fromEntries(more) });
    if (text) return { text, field: /external/.test(text) ? byId('new-external') : email };
    dialog.close();
    say(t('Added {email}.', { email: address }));
    return undefined;
  });
  byId('add-customer-open').addEventListener('click', () => {
    clear();
    form.reset();
    dialog.showModal();
  });
}

function setUpConfirming(): Dialogs['confirm'] {
  const { dialog, form } = dialogOf('confirm');
  let asked: Question | undefined;
  const { clear } = onSubmit(form, async () => {
    const text = await asked?.act();
    if (text) return { text };
    dialog.close();
    say(asked?.done ?? '');
    return undefined;
  });
  return (question) => {
    asked = question;
    clear();
    byId('confirm-title').textContent = question.title;
    byId('confirm-text').textContent = question.text;
    byId('confirm-do').textContent = question.button;
    dialog.showModal();
    byId('confirm-cancel').focus();
  };
}

export function setUpDialogs(): Dialogs {
  setUpAdding();
  const confirm = setUpConfirming();
  byId('reset').addEventListener('click', () =>
    confirm({
      title: t('Reset the sandbox?'),
      text: t(
        'Customers, purchases, tokens, requests and faults are forgotten; what it was started with is there again.',
      ),
      button: t('Reset'),
      act: () => act('reset', {}),
      done: t('The sandbox has begun again.'),
    }),
  );
  const { dialog, form } = dialogOf('buy');
  const product = byId('buy-product', HTMLInputElement);
  let suggested: readonly ProductView[] = [];
  let customer: CustomerView | undefined;
  const { clear } = onSubmit(form, async () => {
    const productId = product.value.trim();
    if (!customer || !productId) return { text: t('Please enter the id of a product.'), field: product };
    const text = await act('buy', { customerId: customer.customerId, productId });
    if (text) return { text };
    dialog.close();
    say(t('Bought {product} for {email}.', { product: productId, email: customer.email }));
    return undefined;
  });
  return {
    confirm,
    openBuy(chosen) {
      customer = chosen;
      clear();
      byId('buy-customer').textContent = chosen.email;
      const owned = chosen.purchases.map(({ productId }) => productId);
      product.value = suggested.find(({ productId }) => !owned.includes(productId))?.productId ?? '';
      dialog.showModal();
      product.select();
    },
    setProducts(products) {
      if (JSON.stringify(products) === JSON.stringify(suggested)) return;
      suggested = products;
      const options = products.map(({ productId, title }) => h('option', { value: productId }, title));
      byId('products').replaceChildren(...options);
    },
  };
}
