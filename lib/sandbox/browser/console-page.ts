/** The script of the console: sends its forms without leaving the page, and keeps showing what the sandbox shows now. */

const LOOK_EVERY = 300;
const SAY_FOR = 5000;
/** The reader changes these, and the server knows nothing of it. */
const READERS_OWN = ['open', 'aria-invalid', 'aria-busy'];

/** Counts what is sent, so that an answer from before is not shown afterwards. */
let sent = 0;
let shown = '';
let silence: number | undefined;

function readPage(text: string): Document {
  return new DOMParser().parseFromString(text, 'text/html');
}

function say(text: string): void {
  const toast = document.getElementById('toast') as HTMLElement;
  toast.textContent = text;
  clearTimeout(silence);
  silence = setTimeout(say, SAY_FOR, '');
}

function setLive(state: 'live' | 'lost'): void {
  const live = document.getElementById('live') as HTMLElement;
  const text = state === 'live' ? 'Live' : 'Connection lost, trying again…';
  if (live.textContent !== text) live.textContent = text;
  live.dataset.state = state;
}

/** Makes the page look like a fresh one. Whatever stays keeps its focus, its selection and what is typed in it. */
function show(page: Document): void {
  const [old, fresh] = [document.querySelector('main'), page.querySelector('main')];
  if (old && fresh) patchElement(old, fresh);
}

function patchElement(old: Element, fresh: Element): void {
  // A dialog that is open is not changed under the reader's hands, and the server knows nothing of what went wrong here.
  if (old.matches(':popover-open, .problem')) return;
  patchAttributes(old, fresh);
  const keys = new Set([...fresh.children].map(keyOf));
  for (const child of [...old.children]) if (keyOf(child) !== null && !keys.has(keyOf(child))) drop(child);
  let next = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    // Only text may stand between an element and its successor of before.
    while (next?.nodeType === Node.TEXT_NODE && child instanceof Element) next = drop(next);
    if (next?.nodeName !== child.nodeName || keyOf(next) !== keyOf(child)) {
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
function keyOf(node: Node): string | null {
  return node instanceof Element ? node.getAttribute('data-key') : null;
}

function patchAttributes(old: Element, fresh: Element): void {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !READERS_OWN.includes(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) === value) continue;
    old.setAttribute(name, value);
    // What somebody has typed stays until the sandbox has another value.
    if (name === 'value' && old instanceof HTMLInputElement) old.value = value;
    if (name === 'selected' && old instanceof HTMLOptionElement) old.selected = true;
  }
}

/** Removes a node and returns the one behind. The focus goes to the next button, or the one before, or the panel's heading. */
function drop(leaving: ChildNode): ChildNode | null {
  if (leaving instanceof Element && leaving.contains(document.activeElement)) {
    const panel = leaving.closest('.panel');
    const scope = leaving.parentElement?.closest('[data-focus-scope]') ?? panel;
    const buttons = [...(scope?.querySelectorAll<HTMLElement>('.list button') ?? [])];
    const others = buttons.filter((button) => button.offsetParent && !leaving.contains(button));
    const isAfter = (button: Element) => leaving.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING;
    const heir = others.find(isAfter) ?? others[others.length - 1] ?? panel?.querySelector('h2');
    heir?.focus({ preventScroll: true });
  }
  const { nextSibling } = leaving;
  leaving.remove();
  return nextSibling;
}

/** Says what is wrong beside the form, or below the page for a form that is only a button. */
function complain(form: HTMLFormElement, text: string, fieldName = ''): void {
  const place = form.querySelector('.problem');
  if (place) place.textContent = text;
  else say(text);
  for (const field of form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
  const field = fieldName ? form.querySelector<HTMLElement>(`[name="${fieldName}"]`) : null;
  field?.setAttribute('aria-invalid', 'true');
  field?.focus();
}

async function submit(form: HTMLFormElement): Promise<void> {
  if (form.ariaBusy) return;
  form.ariaBusy = 'true';
  sent += 1;
  try {
    const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
    const answer = await fetch(form.action, { method: 'POST', body });
    const page = readPage(await answer.text());
    sent += 1;
    const said = page.getElementById('toast');
    const text = said?.textContent ?? '';
    if (answer.ok) {
      complain(form, '');
      form.closest<HTMLElement>('[popover]')?.hidePopover();
      show(page);
      say(text);
    } else {
      complain(form, text || `The sandbox answered with ${answer.status}.`, said?.dataset.field);
    }
  } catch {
    complain(form, 'The sandbox does not answer. Is it still running?');
  } finally {
    form.ariaBusy = null;
  }
}

async function look(): Promise<void> {
  const before = sent;
  try {
    // A page that nobody sees asks for nothing.
    const text = document.hidden ? shown : await (await fetch('/', { cache: 'no-cache' })).text();
    if (text !== shown && sent === before) {
      show(readPage(text));
      shown = text;
    }
    setLive('live');
  } catch {
    setLive('lost');
  }
  setTimeout(look, LOOK_EVERY);
}

document.addEventListener('submit', (event) => {
  event.preventDefault();
  void submit(event.target as HTMLFormElement);
});
// A dialog that is closed forgets what was typed in it. This event does not bubble.
document.addEventListener(
  'toggle',
  ({ target }) => {
    const form =
      target instanceof HTMLDialogElement && !target.matches(':popover-open') && target.querySelector('form');
    if (!form) return;
    form.reset();
    complain(form, '');
  },
  true,
);
void look();
