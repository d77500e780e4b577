/** The script of the self-service page: logs the customer in with the token of the site's page, then shows the snippet. */
import type { AccountReply } from '../account/view.js';
import { type Answer, byId, makeTrouble, showScreen, submitForm, takeStep, tellHeight } from './shared/frame.js';
import type { AccountStartMessage, V3AccountStartMessage } from './shared/messages.js';
import { connectSite } from './shared/site.js';

type Reply = Answer & AccountReply;

const screen = byId('screen');
let accountId = '';

const site = connectSite(
  new URLSearchParams(location.search).get('origin'),
  async (message: AccountStartMessage | V3AccountStartMessage) => {
    handle(await takeStep<Reply>('transferToken' in message ? '/account/v3/start' : '/account/start', message));
  },
);

function logOut(): void {
  site?.send({ type: 'plenigo:logged-out' });
}

function handle(reply: Reply): void {
  if (reply.step === 'page') ({ accountId } = reply);
  if (reply.step === 'error') site?.send({ type: 'plenigo:error', message: reply.detail });
  if (reply.step === 'logged-out') logOut();
  else showScreen(reply.html ?? '', site);
}

/** Under the part that has changed. Screen readers announce a status only if it was there before its text. */
function say(section: string, text: string): void {
  const status = byId(section).querySelector('.said');
  requestAnimationFrame(() => {
    if (status) status.textContent = text;
    tellHeight(site);
  });
}

async function submit(form: HTMLFormElement): Promise<void> {
  const { section = '', action = '', key = '' } = form.dataset;
  const reply = await submitForm<Reply>(form, (values) =>
    takeStep('/account/change', { accountId, section, action, values }),
  );
  if (!reply) return;
  handle(reply);
  if (reply.step !== 'page') return;
  if (reply.said) say(section, reply.said);
  // What was pressed is gone with the old screen: its successor gets the focus, or else the heading of its part.
  const next = screen.querySelector<HTMLElement>(`[data-key="${key}"] button`) ?? byId(`${section}-heading`);
  next.focus({ preventScroll: true });
}

screen.addEventListener('submit', (event) => {
  event.preventDefault();
  void submit(event.target as HTMLFormElement);
});
screen.addEventListener('click', ({ target }) => {
  if ((target as Element).closest('[data-do="log-in"]')) logOut();
});
if (site) new ResizeObserver(() => tellHeight(site)).observe(screen);
else handle(makeTrouble('no-site', ''));
