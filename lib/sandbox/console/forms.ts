/** What the forms of the console mean: from their fields to an action, and the sentence that says what it has done. */
import type { Backend } from '../backend.js';
import type { ActionName } from './actions.js';

/** The fields of a form are texts. */
export type Fields = Readonly<Record<string, string>>;

interface Form {
  /** Makes the body of the action. Left out: the fields as they are. */
  read?(fields: Fields, sandbox: Backend): Readonly<Record<string, unknown>>;
  /** Says what was done. `email` is the customer's, as it was before. */
  say(fields: Fields): string;
}

/** Reads a number. An empty field is none. */
function toNumber(text = ''): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** Leaves out the fields that nobody has filled in. */
function dropEmpty(fields: Fields): Fields {
  const filled = Object.entries(fields).map(([name, value]): [string, string] => [name, value.trim()]);
  return Object.fromEntries(filled.filter(([, value]) => value !== ''));
}

/** Only the fields that the chosen effect has are read; the page hides the others. */
function readFault({ call, effect, status, delay, until, times }: Fields): Readonly<Record<string, unknown>> {
  return {
    ...(call && { call }),
    ...(effect === 'status' && { status: toNumber(status) }),
    ...(effect === 'delay' && { delay: toNumber(delay) }),
    ...(effect === 'hang' && { hang: true }),
    ...(effect === 'reset' && { reset: true }),
    ...(until === 'times' && { times: toNumber(times) }),
  };
}

function readMetering(fields: Fields, { metering }: Backend): Readonly<Record<string, unknown>> {
  if (fields.activated !== 'true') return { activated: false };
  // What has no field stays as a program has set it.
  return {
    ...metering.settings,
    activated: true,
    freeViews: toNumber(fields.freeViews),
    freeViewsAfterLogin: toNumber(fields.freeViewsAfterLogin),
    period: fields.period,
    startWithFirstDay: fields.startWithFirstDay === 'true',
    countOnlyUniqueViews: fields.countOnlyUniqueViews === 'true',
  };
}

/** The forms of the actions. */
export const FORMS: { readonly [Name in ActionName]: Form } = {
  'add-customer': { read: dropEmpty, say: ({ email }) => `Added ${email}.` },
  'remove-customer': { say: ({ email }) => `Deleted ${email}.` },
  buy: { read: dropEmpty, say: ({ email, productId }) => `Bought ${productId} for ${email}.` },
  refund: { say: ({ email, productId }) => `Refunded ${productId} to ${email}.` },
  cancel: { say: ({ email, productId }) => `Unsubscribed ${email} from ${productId}.` },
  'expire-token': { say: ({ start }) => `Expired the token ${start}….` },
  'expire-tokens': { say: () => 'Expired every open token.' },
  'fault-on': { read: readFault, say: () => 'Switched the fault on.' },
  'fault-off': { read: ({ id }) => ({ id: toNumber(id) }), say: () => 'Switched the fault off.' },
  advance: { read: ({ ms }) => ({ ms: toNumber(ms) }), say: () => 'The clock went forward.' },
  paywall: {
    read: ({ enabled }) => ({ enabled: enabled === 'true' || (enabled !== 'false' && enabled) }),
    say: ({ enabled }) => `Switched the paywall ${enabled === 'true' ? 'on' : 'off'}.`,
  },
  metering: {
    read: readMetering,
    say: ({ activated }) => (activated === 'true' ? 'Saved the free views.' : 'Readers have no free views any more.'),
  },
  'reset-views': { say: () => 'Every count begins anew.' },
  reset: { say: () => 'The sandbox has begun again.' },
};
