/** The script of the console: sends its forms without leaving the page, and keeps showing what the sandbox shows now. */

const LOOK_EVERY = 300;
const SAY_FOR = 5000;
/** The reader changes these, and the server knows nothing of it. */
const READERS_OWN = ['open', 'aria-invalid', 'aria-busy'];

const toast = document.getElementById('toast') as HTMLElement;
const live = document.getElementById('live') as HTMLElement;
/** Counts what is sent and answered, so that nothing from before is shown afterwards. */
let turn = 0;
let shown = '';
let silence: number | undefined;
const parser = new DOMParser();

function say(text: string): void {
  toast.textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => toast.replaceChildren(), SAY_FOR);
}

function setLive(isLive: boolean): void {
  const text = isLive ? 'Live' : 'Connection lost, trying again…';
  live.dataset.kind = isLive ? 'good' : 'bad';
  // Screen readers announce a text that is written, even the same.
  if (live.textContent !== text) live.textContent = text;
}

/** Makes the page look like a fresh one. Whatever stays keeps its focus, its selection and what is typed in it. */
function show(page: Document): void {
  const [old, fresh] = [document.querySelector('main'), page.querySelector('main')];
  if (old && fresh) patchElement(old, fresh);
}

function patchElement(old: Element, fresh: Element): void {
  // An open dialog is not changed under the reader's hands, and the server does not know what went wrong.
  if (old.matches(':popover-open, .problem')) return;
  patchAttributes(old, fresh);
  const keys = [...fresh.children].map(readKey);
  for (const child of [...old.children]) if (!keys.includes(readKey(child))) drop(child);
  let next = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    // Between an element and the one that takes its place only text may stand.
    while (next?.nodeType === Node.TEXT_NODE && child instanceof Element) next = drop(next);
    if (next?.nodeName !== child.nodeName || readKey(next) !== readKey(child)) {
      old.insertBefore(child, next);
      continue;
    }
    if (next instanceof Element) patchElement(next, child as Element);
    else if (next.nodeValue !== child.nodeValue) next.nodeValue = child.nodeValue;
    next = next.nextSibling;
  }
  while (next) next = drop(next);
}

/** Entries of lists, and forms that come and go, have a key that tells them from their neighbours. */
function readKey(node: Node): string | null {
  return node instanceof Element ? node.getAttribute('data-key') : null;
}

function patchAttributes(old: Element, fresh: Element): void {
  const gone = [...old.attributes].filter(({ name }) => !fresh.hasAttribute(name) && !READERS_OWN.includes(name));
  for (const { name } of gone) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) === value) continue;
    old.setAttribute(name, value);
    // What somebody has typed stays until the sandbox has another value.
    if (name === 'value' && old instanceof HTMLInputElement) old.value = value;
    if (name === 'selected' && old instanceof HTMLOptionElement) old.selected = true;
  }
}

/** Removes a node and returns the one behind. The focus goes to the next button, or the one before, or the heading. */
function drop(leaving: ChildNode): ChildNode | null {
  if (leaving.contains(document.activeElement)) {
    const panel = leaving.parentElement?.closest('.panel');
    const buttons = [...(panel?.querySelectorAll<HTMLElement>('.list button') ?? [])];
    const others = buttons.filter((button) => button.offsetParent && !leaving.contains(button));
    const next = others.find((button) => leaving.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING);
    const heir = next ?? others[others.length - 1] ?? panel?.querySelector('h2');
    heir?.focus({ preventScroll: true });
  }
  const { nextSibling } = leaving;
  leaving.remove();
  return nextSibling;
}

/** Says what is wrong beside the form, or at the foot of the page for a form that is only a button. */
function complain(form: HTMLFormElement, text: string, name = ''): void {
  const place = form.querySelector('.problem');
  if (place) place.textContent = text;
  else say(text);
  for (const field of form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
  const field = form.elements.namedItem(name) as HTMLElement | null;
  field?.setAttribute('aria-invalid', 'true');
  field?.focus();
}

async function submit(form: HTMLFormElement): Promise<void> {
  if (form.ariaBusy) return;
  form.ariaBusy = 'true';
  turn += 1;
  try {
    const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
    const answer = await fetch(form.action, { method: 'POST', body });
    const page = parser.parseFromString(await answer.text(), 'text/html');
    turn += 1;
    const said = page.getElementById('toast');
    const text = said?.textContent || `The sandbox answered with ${answer.status}.`;
    complain(form, answer.ok ? '' : text, said?.dataset.field);
    if (!answer.ok) return;
    form.closest<HTMLElement>('[popover]')?.hidePopover();
    show(page);
    say(text);
  } catch {
    complain(form, 'The sandbox does not answer. Is it still running?');
  } finally {
    form.ariaBusy = null;
  }
}

async function look(): Promise<void> {
  const before = turn;
  try {
    // A page that nobody sees asks for nothing.
    const text = document.hidden ? shown : await (await fetch('/', { cache: 'no-cache' })).text();
    if (text !== shown && turn === before) show(parser.parseFromString(text, 'text/html'));
    if (turn === before) shown = text;
    setLive(true);
  } catch {
    setLive(false);
  }
  setTimeout(look, LOOK_EVERY);
}

document.addEventListener('submit', (event) => {
  event.preventDefault();
  void submit(event.target as HTMLFormElement);
});
// A dialog that closes forgets what was typed in it. This event does not bubble.
document.addEventListener(
  'toggle',
  ({ target }) => {
    if (!(target instanceof HTMLDialogElement) || target.matches(':popover-open')) return;
    const form = target.querySelector('form');
    form?.reset();
    if (form) complain(form, '');
  },
  true,
);
void look();
