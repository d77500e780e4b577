/** A part that is a list: orders, subscriptions, ways to pay. */

import type { EntryView, SectionView } from '../../account/view.js';
import { h } from '../checkout/dom.js';
import { formatMoney } from '../checkout/money.js';
import { t, told } from '../shared/texts.js';
import { changer, type Host, part } from './part.js';

type List = Extract<SectionView, { kind: 'list' }>;

function amountOf({ amount, currency, interval }: EntryView, locale: string): string | undefined {
  if (amount === undefined || currency === undefined) return undefined;
  const price = formatMoney(amount, currency, locale);
  return interval ? t(`{price} a ${interval}`, { price }) : price;
}

function textOf({ text, date }: EntryView, locale: string): string {
  const day = date === undefined ? '' : new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(date);
  return told(text).replace('{date}', day);
}

export function listPart(section: List, host: Host): HTMLElement {
  const { id, entries, empty, add } = section;
  const changes = changer(host, id);
  const action = (label: string, change: { action: string; values: Record<string, string> }) => {
    const button = h(
      'button',
      { type: 'button', class: 'secondary', 'data-key': `${id} ${change.values.id ?? ''}` },
      told(label),
    );
    button.addEventListener('click', () => void changes.run(button, change));
    return button;
  };
  const row = (entry: EntryView): HTMLElement => {
    const { badge } = entry;
    const amount = amountOf(entry, host.locale);
    return h(
      'li',
      { class: 'entry' },
      h('span', { class: 'entry-title' }, told(entry.title)),
      amount !== undefined && h('span', { class: 'entry-amount' }, amount),
      h(
        'span',
        { class: 'entry-text' },
        badge && h('span', { class: `badge tone-${badge.tone}` }, told(badge.text)),
        textOf(entry, host.locale),
      ),
      entry.action && action(entry.action.label, { action: entry.action.name, values: { id: entry.id } }),
    );
  };
  return part(
    section,
    host.level,
    entries.length > 0 ? h('ul', { class: 'entries' }, ...entries.map(row)) : h('p', { class: 'nothing' }, told(empty)),
    add !== undefined && action(add, { action: 'add', values: {} }),
    changes.element,
  );
}
