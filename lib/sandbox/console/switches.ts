/** The console's panels that change how the sandbox behaves: paywall, time and faults. */
import type { Backend } from '../backend.js';
import { showInput, showSelect } from '../pages/fields.js';
import { type Html, html } from '../pages/html.js';
import type { SandboxFault } from '../types.js';
import { formatDay, formatTime, NUMERIC, showButton, showForm, showList, showPanel } from './parts.js';

const MOST_FAULTS = 30;
const EVERY_CALL = 'Every call';
const STEPS = { '6 minutes': 6 * 60_000, 'A day': 86_400_000, 'A month': 31 * 86_400_000 };

function showFreeViews({ metering: { settings } }: Backend): Html {
  const { activated, freeViews, freeViewsAfterLogin } = settings;
  // Where there are no free views yet, the form suggests some.
  const [views, viewsAfter] = activated ? [freeViews, freeViewsAfterLogin] : [3, 3];
  const select = (name: keyof typeof settings, label: string, options: Record<string, string>) =>
    showSelect(`metering-${name}`, { label, name, options, value: String(settings[name]) });
  const input = (name: keyof typeof settings, label: string, value: number) =>
    showInput(`metering-${name}`, { label, name, value, attributes: NUMERIC });
  const fields = html`<h3>Free views</h3>
${select('activated', 'Readers have', { false: 'No free views', true: 'Free views' })}
<div id="metering-fields">
<div class="pair">${input('freeViews', 'Anonymous', views)}${input('freeViewsAfterLogin', 'Logged in', viewsAfter)}
${select('period', 'In a', { DAY: 'Day', WEEK: 'Week', MONTH: 'Month', YEAR: 'Year' })}</div>
<div class="pair">${select('startWithFirstDay', 'Starts with', { false: 'First view', true: 'First day' })}
${select('countOnlyUniqueViews', 'What counts', { false: 'Every view', true: 'New articles only' })}</div>
</div>`;
  const submit = html`<button class="primary">Save the free views</button>`;
  return showForm('metering', { name: 'Free views', fields, submit });
}

export function showPaywall(sandbox: Backend): Html {
  const { enabled } = sandbox.state.paywall;
  const label = enabled ? 'Switch off' : 'Switch on';
  const fields = { enabled: String(!enabled) };
  return showPanel('paywall', 'Paywall', {
    head: showButton('paywall', { label, name: `${label}: the paywall`, fields, kind: 'secondary' }),
    body: html`<p class="box" data-kind="${enabled ? 'good' : 'note'}">${
      enabled ? 'On: readers get what they have bought.' : 'Off: everybody may read everything, logged in or not.'
    }</p>
${showFreeViews(sandbox)}
<div class="row apart"><p class="row-text">Readers’ counts
<span class="soft">They are kept in the readers’ browsers.</span></p>
${showButton('reset-views', { label: 'Reset all counts' })}</div>`,
  });
}

export function showClock({ state }: Backend): Html {
  const now = state.now();
  const buttons = Object.entries(STEPS).map(([label, ms]) =>
    showButton('advance', { label, name: `Go forward: ${label}`, fields: { ms: String(ms) }, kind: 'secondary' }),
  );
  return showPanel('clock', 'Time', {
    head: html`<p class="soft"><time>${formatDay(now)}, ${formatTime(now)}</time></p>`,
    body: html`<p class="soft">Login tokens expire by this clock, and subscriptions renew or end. It only goes forward.</p>
<div class="buttons">${buttons}</div>`,
  });
}

/** Says what a fault does to a request. A reset wins over no answer, and both win over an answer. */
function describeFault({ status, delay, hang, reset, body }: SandboxFault): string {
  const late = delay ? `${delay} ms late` : undefined;
  const answer = [status !== undefined && `status ${status}`, body !== undefined && 'a body of its own'];
  const effects = reset ? ['connection reset'] : hang ? ['no answer'] : answer;
  return [late, ...effects].filter(Boolean).join(', ') || 'passes';
}

function showFault({ id, fault, left }: Backend['faults']['waiting'][number]): Html {
  const call = fault.call ?? EVERY_CALL;
  const effect = describeFault(fault);
  const name = `Switch off: ${call}, ${effect}`;
  const rest = left === 1 ? '1 more request' : `${left} more requests`;
  return html`<li class="row fault" data-kind="note" data-key="${id}"><span class="row-text"><strong>${call}: ${effect}</strong>
<span class="soft">${Number.isFinite(left) ? rest : 'until switched off'}</span></span>
${showButton('fault-off', { label: 'Switch off', name, fields: { id: String(id) } })}</li>`;
}

/** The style sheet hides the fields that do not matter for what is chosen. */
function showFaultForm(names: readonly string[]): Html {
  const calls = { '': EVERY_CALL, ...Object.fromEntries(names.map((call) => [call, call])) };
  const effects = { status: 'An error', delay: 'A late answer', hang: 'No answer', reset: 'A reset connection' };
  const lengths = { off: 'Until switched off', times: 'For some requests' };
  const fields = html`${showSelect('fault-call', { label: 'Which call', name: 'call', options: calls })}
<div class="pair">${showSelect('fault-effect', { label: 'What happens', name: 'effect', options: effects })}
${showInput('fault-status', { label: 'Status', name: 'status', value: 503, attributes: NUMERIC })}
${showInput('fault-delay', { label: 'Delay in ms', name: 'delay', value: 3000, attributes: NUMERIC })}</div>
<div class="pair">${showSelect('fault-until', { label: 'How long', name: 'until', options: lengths })}
${showInput('fault-times', { label: 'Requests', name: 'times', value: 1, attributes: NUMERIC })}</div>`;
  return showForm('fault-on', { fields, submit: html`<button class="primary">Switch the fault on</button>` });
}

export function showFaults({ faults: { waiting, calls } }: Backend): Html {
  return showPanel('faults', 'Faults', {
    body: html`${showList('faults', {
      entries: waiting.slice(0, MOST_FAULTS).map(showFault),
      total: waiting.length,
      empty: 'None is on: every call is answered as it should be.',
    })}
${showFaultForm(calls)}`,
  });
}
