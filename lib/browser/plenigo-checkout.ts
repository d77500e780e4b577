/** The script of the page: a click on a buy button fetches fresh credentials and starts plenigo's checkout. */

interface PlenigoSdk {
  checkoutWithRemoteLogin(call: object): void;
}

interface ClickAnswer {
  status: string;
  call?: object;
}

interface PageWindow extends Window {
  plenigo?: PlenigoSdk;
  expressPlenigo?: { checkout(offer: string): Promise<void> };
}

const page = window as PageWindow;
const ATTRIBUTE = 'data-plenigo-checkout';
const { endpoint = '', csrf, lang } = document.currentScript?.dataset ?? {};

const texts =
  lang === 'de'
    ? {
        failed: 'Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.',
        reload: 'Diese Seite ist nicht mehr aktuell. Bitte laden Sie sie neu.',
        login: 'Bitte melden Sie sich wieder an.',
        email: 'Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse.',
      }
    : {
        failed: 'That did not work. Please try again.',
        reload: 'This page is out of date. Please reload it.',
        login: 'Please log in again.',
        email: 'Please confirm your e-mail address first.',
      };

const textOf: Record<string, string | undefined> = {
  anonymous: texts.login,
  'offer-invalid': texts.reload,
  'email-conflict': texts.email,
};

/** One checkout at a time on a page. */
let isBusy = false;

async function fetchCall(offer: string): Promise<object | undefined> {
  const headers: Record<string, string> = { 'content-type': 'application/json', accept: 'application/json' };
  if (csrf) headers['x-csrf-token'] = csrf;
  const response = await fetch(endpoint, {
    method: 'POST',
    credentials: 'same-origin',
    cache: 'no-store',
    headers,
    body: JSON.stringify({ offer }),
  });
  const answer = (await response.json()) as ClickAnswer;
  if (answer.status === 'bought') {
    location.reload();
    return undefined;
  }
  if (!answer.call) throw new Error(answer.status);
  return answer.call;
}

/** Rejects with the status that says why there is no checkout. */
async function checkout(offer: string): Promise<void> {
  if (isBusy) return;
  isBusy = true;
  try {
    const call = await fetchCall(offer);
    if (call) {
      if (!page.plenigo) throw new Error('blocked');
      page.plenigo.checkoutWithRemoteLogin(call);
    }
  } finally {
    // The second click of a double click comes when the checkout is just opening.
    setTimeout(release, 600);
  }
}

function release(): void {
  isBusy = false;
  for (const button of document.querySelectorAll(`[${ATTRIBUTE}][aria-busy]`))
    button.removeAttribute('aria-busy');
}

function say(button: Element, text: string): void {
  let note = button.nextElementSibling;
  if (!note?.hasAttribute('data-plenigo-message')) {
    note = document.createElement('span');
    note.setAttribute('data-plenigo-message', '');
    note.setAttribute('role', 'alert');
    button.after(note);
  }
  note.textContent = text;
}

document.addEventListener('click', (event) => {
  const button = (event.target as Element).closest?.(`[${ATTRIBUTE}]`);
  if (!button || isBusy) return;
  const note = button.nextElementSibling;
  if (note?.hasAttribute('data-plenigo-message')) note.textContent = '';
  button.setAttribute('aria-busy', 'true');
  checkout(button.getAttribute(ATTRIBUTE) ?? '').catch((error: Error) =>
    say(button, textOf[error.message] ?? texts.failed),
  );
});

// A page that comes back from the back/forward cache may have been left in the middle of a checkout.
page.addEventListener('pageshow', (event) => {
  if (event.persisted) release();
});

page.expressPlenigo = { checkout };

export {};
