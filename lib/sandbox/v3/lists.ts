/** The calls of API v3 that list orders and invoices, of one customer or of all. */
import type { Answer, Incoming } from '../endpoint.js';
import { reply } from '../http.js';
import type { SandboxCustomer } from '../types.js';
import { findCustomer } from './body.js';
import { V3Failure } from './failure.js';
import { replyPage } from './page.js';
import { describeInvoice, describeOrder } from './views.js';

/** Lists those whom a path is about. Throws `V3Failure` 404. */
export function listMeant(incoming: Incoming): readonly SandboxCustomer[] {
  return incoming.id === '' ? incoming.sandbox.state.customers : [findCustomer(incoming)];
}

/** The number of an invoice is so far from that of its order. */
const INVOICE = 1_000_000;

/** Lists what was bought together, each under its number. */
function listSales(show: typeof describeOrder | typeof describeInvoice, distance: number): Answer {
  return (incoming) => {
    const entries = listMeant(incoming).flatMap((customer) =>
      [...incoming.sandbox.v3.listOrders(customer)].map(([orderId, purchases]) => {
        const id = orderId + distance;
        const at = purchases[0]?.at ?? 0;
        return { id, changedAt: at, show: () => show(orderId, { customer, purchases, at, invoiceId: id }) };
      }),
    );
    return replyPage(entries, incoming);
  };
}

export const orders = listSales(describeOrder, 0);
export const invoices = listSales(describeInvoice, INVOICE);

/** The file is a page without anything on it. */
export const invoicePdf: Answer = (incoming) => {
  const { state, v3 } = incoming.sandbox;
  const orderIds = state.customers.flatMap((customer) => [...v3.listOrders(customer).keys()]);
  if (!orderIds.includes(Number(incoming.id) - INVOICE)) throw new V3Failure(404, 99404, 'Invoice cannot be found.');
  const pdf =
    '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n';
  return reply(200, { pdf: Buffer.from(pdf).toString('base64') });
};
