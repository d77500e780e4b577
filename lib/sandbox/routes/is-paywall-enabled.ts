/** `GET /api/v2/paywall/state`: the publisher's own switch. */
import type { Route } from './route.js';

export const isPaywallEnabled: Route = ({ state }) => ({
  status: 200,
  body: { enabled: state.paywall.enabled },
});
