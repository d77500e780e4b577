/** The field in which a reader decides what to pay, and the sums that follow it. */
import type { OrderView } from '../../checkout/view.js';
import { locale } from '../shared/frame.js';

/** Reads the chosen price, with a comma or a point. Without the field it is that of the order; a wrong one is none. */
export function readPrice(form: HTMLFormElement, { price }: OrderView): number | undefined {
  const field = form.querySelector<HTMLInputElement>('[name="amount"]');
  if (!field) return price;
  const text = field.value.trim().replace(',', '.');
  const value = /^\d+(\.\d{1,2})?$/.test(text) ? Number(text) : Number.NaN;
  return value >= price && value <= Number(field.dataset.most) ? value : undefined;
}

/** Shows what is due. Who pays nothing needs no card. */
export function showPrice(price: number, { shipping, currency }: OrderView): void {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const sums: Record<string, number> = { price, due: price + shipping };
  for (const place of document.querySelectorAll<HTMLElement>('[data-amount]')) {
    place.textContent = format.format(sums[place.dataset.amount ?? ''] ?? 0);
  }
  const isFree = price + shipping === 0;
  for (const label of document.querySelectorAll<HTMLElement>('[data-when]')) {
    label.hidden = (label.dataset.when === 'free') !== isFree;
  }
}
