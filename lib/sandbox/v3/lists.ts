/** The calls of API v3 that list orders and invoices, of one customer or of all. */
import type { Answer, Incoming } from '../endpoint.js';
import { reply } from '../http.js';
import type { SandboxCustomer } from '../types.js';
import { findCustomer } from './body.js';
import { V3Failure } from './failure.js';
import { replyPage } from './page.js';
import { describeInvoice, describeOrder, INVOICE } from './views.js';

/** Lists those whom a path is about. Throws `V3Failure` 404. */
export function listMeant(incoming: Incoming): readonly SandboxCustomer[] {
  return incoming.id === '' ? incoming.sandbox.state.customers : [findCustomer(incoming)];
}

function listSales(customers: readonly SandboxCustomer[], { sandbox: { v3 } }: Incoming) {
  return customers.flatMap((customer) =>
    [...v3.listOrders(customer)].map(([orderId, purchases]) => {
      const at = purchases[0]?.at ?? 0;
      return { orderId, changedAt: at, sold: { customer, purchases, at } };
    }),
  );
}

export const orders: Answer = (incoming) => {
  const sales = listSales(listMeant(incoming), incoming);
  const entries = sales.map(({ orderId: id, changedAt, sold }) => ({
    ...{ id, changedAt },
    show: () => describeOrder(id, sold),
  }));
  return replyPage(entries, incoming);
};

export const invoices: Answer = (incoming) => {
  const sales = listSales(listMeant(incoming), incoming);
  const entries = sales.map(({ orderId, changedAt, sold }) => ({
    ...{ id: orderId + INVOICE, changedAt },
    show: () => describeInvoice(orderId, sold),
  }));
  return replyPage(entries, incoming);
};

/** The file is a page without anything on it. */
export const invoicePdf: Answer = (incoming) => {
  const sales = listSales(incoming.sandbox.state.customers, incoming);
  const isKnown = sales.some(({ orderId }) => String(orderId + INVOICE) === incoming.id);
  if (!isKnown) throw new V3Failure(404, 99404, 'Invoice cannot be found.');
  const pdf =
    '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n';
  return reply(200, { pdf: Buffer.from(pdf).toString('base64') });
};
