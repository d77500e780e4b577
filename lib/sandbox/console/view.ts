/** What the sandbox's own page and its server say to each other: types only, used on both sides. */
import type { RequestDetails } from '../history.js';
import type {
  SandboxFault,
  SandboxMetering,
  SandboxNewCustomer,
  SandboxRequest,
  SandboxTokenFailures,
} from '../types.js';

/** Everything the page shows; sent whole whenever something changed. Lists are newest first and end somewhere. */
export interface ConsoleView {
  /** Another one after every start of a sandbox: the page loads itself anew. */
  instance: string;
  /** How far the sandbox's clock goes ahead of the computer's, in ms. */
  ahead: number;
  /** The publisher's switch. */
  paywall: { enabled: boolean };
  metering: Readonly<Required<SandboxMetering>>;
  customers: Shown<CustomerView>;
  tokens: Shown<TokenView> & { open: number; failures: SandboxTokenFailures };
  faults: Shown<FaultView>;
  requests: Shown<RequestView>;
  callbacks: Shown<CallbackView>;
  /** Products to choose from: what the site asked for last comes first. */
  products: ProductView[];
}

/** The entries that are shown, of how many. */
export interface Shown<T> {
  total: number;
  shown: T[];
}

export interface CustomerView {
  customerId: string;
  email: string;
  externalUserId?: string;
  /** Given name and family name. */
  fullName: string;
  accessIds: string[];
  addresses: AddressView[];
  purchases: PurchaseView[];
}

export interface AddressView {
  /** The first is what the site told, the others what the customer has entered in snippets. */
  label: 'Address' | 'Billing address' | 'Delivery address';
  text: string;
}

/** All purchases of one product by one customer. */
export interface PurchaseView {
  productId: string;
  count: number;
  title?: string;
  /** Of the last purchase, in major units. */
  price?: number;
  currency?: string;
  /** The last purchase, in ms since 1970. */
  at: number;
  /** Of a subscription: the end of the period that is, or was, paid for. */
  paidUntil?: number;
  /** Of a subscription: it was not cancelled. */
  renews?: boolean;
}

export interface TokenView {
  id: number;
  /** The first characters only: a token is a credential, even in a sandbox. */
  start: string;
  email: string;
  state: 'open' | 'used' | 'expired';
  /** `0` unless it is open. */
  secondsLeft: number;
}

export interface FaultView extends Pick<SandboxFault, 'call' | 'status' | 'delay' | 'hang' | 'reset'> {
  id: number;
  /** It answers with a body of its own. */
  body: boolean;
  /** How many requests it still hits; `null`: until it is switched off. */
  left: number | null;
}

export type RequestView = SandboxRequest & RequestDetails;

/** A callback of API v3. */
export interface CallbackView {
  id: number;
  /** Such as `ORDER CREATION`. */
  event: string;
  entityId: string;
  /** How often it was sent. */
  tries: number;
  /** Of the last answer; `0` for none. */
  status?: number;
  /** ms since 1970, by the sandbox's clock. */
  nextTryAt?: number;
}

export interface ProductView {
  productId: string;
  title?: string;
}

/** The body of each `POST /console/{name}`. The answer is empty, or plenigo's error shape. */
export interface ConsoleActions {
  'add-customer': SandboxNewCustomer;
  'remove-customer': { customerId: string };
  buy: { customerId: string; productId: string };
  refund: { customerId: string; productId: string };
  cancel: { customerId: string; productId: string };
  'expire-token': { id: number };
  'expire-tokens': Record<string, never>;
  /** Without `times`: until it is switched off. */
  'fault-on': Pick<SandboxFault, 'call' | 'times' | 'status' | 'delay' | 'hang' | 'reset'>;
  'fault-off': { id: number };
  advance: { ms: number };
  paywall: { enabled: boolean };
  metering: SandboxMetering;
  'reset-views': Record<string, never>;
  reset: Record<string, never>;
}
