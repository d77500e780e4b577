/** How a call names its customer. */

import { argument, checkFields, type Rules, refuse, rules } from '../../check.js';

/** A customer, by plenigo's own id or by the site's. */
export type CustomerRef =
  | { customerId: string; externalUserId?: undefined }
  | { externalUserId: string; customerId?: undefined };

const refRules: Rules<{ customerId?: string; externalUserId?: string }> = {
  customerId: rules.text,
  externalUserId: rules.text,
};

const subject = argument('customer');

/** The id of a customer and the flag `useExternalCustomerId` that follows from how it is named. */
export function customerId(customer: CustomerRef): { id: string; external: boolean } {
  const fields = checkFields(customer, { rules: refRules, subject });
  if (fields.customerId !== undefined && fields.externalUserId !== undefined) {
    refuse(subject, 'customer: name it by customerId or by externalUserId, not by both');
  }
  const id = fields.customerId ?? fields.externalUserId;
  if (id === undefined) refuse(subject, 'customer: expected { customerId } or { externalUserId }');
  return { id, external: fields.customerId === undefined };
}

/** The same for an address: the id as one segment of the path, the flag as part of the query. */
export function customerSegment(customer: CustomerRef): { segment: string; flag: string } {
  const { id, external } = customerId(customer);
  // URL parsers resolve dot segments even when they are percent-encoded: such an id would reach another endpoint.
  if (id === '.' || id === '..') {
    refuse(subject, 'customer: "." and ".." cannot be part of a URL, so they cannot be ids');
  }
  return { segment: encodeURIComponent(id), flag: `useExternalCustomerId=${external}` };
}
