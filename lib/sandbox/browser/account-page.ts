/** The script of the self-service page: logs the customer in with the token of the site's page, then shows the snippet. */
import type { AccountReply } from '../account/view.js';
import { type Answer, byId, connectSite, isV3, showScreen, submitForm, takeStep, tellSite } from './shared/frame.js';

type Reply = Answer & AccountReply;

const screen = byId('screen');
let accountId = '';

function handle(reply: Reply): void {
  if (reply.step === 'page') ({ accountId } = reply);
  if (reply.step === 'error') tellSite({ type: 'plenigo:error', message: reply.detail });
  if (reply.step === 'logged-out') tellSite({ type: 'plenigo:logged-out' });
  else showScreen(reply.html);
}

async function submit(form: HTMLFormElement): Promise<void> {
  const { section = '', action = '', key = '' } = form.dataset;
  const reply = await submitForm(form, (values) =>
    takeStep<Reply>('/account/change', { accountId, section, action, values }),
  );
  if (!reply) return;
  handle(reply);
  if (reply.step !== 'page') return;
  const part = byId(section);
  // Screen readers announce a status only if it was there before its text. By a timer, because
  // a frame that is out of sight gets no animation frames.
  setTimeout(() => part.querySelector('.said')?.replaceChildren(reply.said ?? ''), 50);
  // What was pressed is gone with the old screen: its successor gets the focus, or else the heading of its part.
  const next = part.querySelector<HTMLElement>(`[data-key="${key}"] button`) ?? byId(`${section}-heading`);
  next.focus({ preventScroll: true });
}

screen.addEventListener('submit', (event) => {
  event.preventDefault();
  void submit(event.target as HTMLFormElement);
});
screen.addEventListener('click', ({ target }) => {
  if ((target as Element).closest('[data-do="log-in"]')) tellSite({ type: 'plenigo:logged-out' });
});
connectSite(
  async (body) => handle(await takeStep<Reply>(isV3 ? '/account/v3/start' : '/account/start', body)),
  (answer) => handle(answer as Reply),
);
