/** A part that is a list: orders, subscriptions, ways to pay. */
import type { EntryView, SectionView } from '../../account/view.js';
import { h } from '../checkout/dom.js';
import { formatMoney } from '../checkout/money.js';
import { changer, type Host, part } from './part.js';

type List = Extract<SectionView, { kind: 'list' }>;

const INTERVALS = { month: 'a month', year: 'a year' };

function amountOf({ amount, currency, interval }: EntryView, locale: string): string | undefined {
  if (amount === undefined || currency === undefined) return undefined;
  const money = formatMoney(amount, currency, locale);
  return interval ? `${money} ${INTERVALS[interval]}` : money;
}

function textOf({ text, date }: EntryView, locale: string): string {
  const day = date === undefined ? '' : new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(date);
  return text.replace('{date}', day);
}

export function listPart(section: List, host: Host): HTMLElement {
  const { id, entries, empty, add } = section;
  const changes = changer(host, id);
  const action = (label: string, change: { action: string; values: Record<string, string> }) => {
    const button = h(
      'button',
      { type: 'button', class: 'secondary', 'data-key': `${id} ${change.values.id ?? ''}` },
      label,
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
      h('span', { class: 'entry-title' }, entry.title),
      amount !== undefined && h('span', { class: 'entry-amount' }, amount),
      h(
        'span',
        { class: 'entry-text' },
        badge && h('span', { class: `badge tone-${badge.tone}` }, badge.text),
        textOf(entry, host.locale),
      ),
      entry.action && action(entry.action.label, { action: entry.action.name, values: { id: entry.id } }),
    );
  };
  return part(
    section,
    entries.length > 0 ? h('ul', { class: 'entries' }, ...entries.map(row)) : h('p', { class: 'nothing' }, empty),
    add !== undefined && action(add, { action: 'add', values: {} }),
    changes.element,
  );
}
