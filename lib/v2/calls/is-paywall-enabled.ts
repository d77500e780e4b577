/** The call that asks whether the publisher's paywall is on. */

import { ownField } from '../../transport/answer.js';
import type { ApiRequest } from '../../transport/request.js';

export function isPaywallEnabledRequest(): ApiRequest<boolean> {
  return {
    call: 'isPaywallEnabled',
    method: 'GET',
    path: '/api/v2/paywall/state',
    repeatable: true,
    // Nothing but a plain "false" opens every page to everybody.
    parse: (json) => {
      const enabled = ownField(json, 'enabled');
      return typeof enabled === 'boolean' ? enabled : undefined;
    },
  };
}
