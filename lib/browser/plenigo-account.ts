/** The script of an account page: renders plenigo's self-service snippets into the elements that ask for them. */

interface Sdk {
  Snippet: Record<string, unknown>;
  renderSnippet(call: object): void;
}

/** `detail.code` of the event `plenigo:error`. `blocked`: plenigo's script is not there. */
type FailureCode = 'blocked' | 'unavailable';

const NAME = 'data-plenigo-snippet';
const TOKEN = 'data-plenigo-token';
const LOGGED_OUT = 'data-plenigo-logged-out';
const MESSAGE = 'data-plenigo-message';

/** English, German. */
const texts: Record<FailureCode, readonly [string, string]> = {
  blocked: [
    'This part of your account was blocked. Please switch off your ad blocker, then reload the page.',
    'Dieser Teil Ihres Kontos wurde blockiert. Bitte schalten Sie den Werbeblocker aus und laden Sie die Seite neu.',
  ],
  unavailable: [
    'This part of your account cannot be shown. Please reload the page.',
    'Dieser Teil Ihres Kontos kann nicht angezeigt werden. Bitte laden Sie die Seite neu.',
  ],
};

const isGerman = document.currentScript?.dataset.lang === 'de';
const sdk = (window as Window & { plenigo?: Sdk }).plenigo;

for (const element of document.querySelectorAll<HTMLElement>(`[${NAME}]`)) {
  const loginToken = element.getAttribute(TOKEN);
  // Used once, so that a script that is loaded twice does not use the token twice.
  element.removeAttribute(TOKEN);
  if (loginToken) {
    const problem = render(element, loginToken);
    if (problem) complain(problem, element);
  }
}

function render(element: HTMLElement, loginToken: string): FailureCode | undefined {
  if (!sdk) return 'blocked';
  try {
    sdk.renderSnippet({
      elementId: element.id,
      snippetId: sdk.Snippet[element.getAttribute(NAME) ?? ''],
      loggedOutRedirectUrl: element.getAttribute(LOGGED_OUT),
      loginToken,
    });
    return undefined;
  } catch (error) {
    // The other snippets of the page are to be shown all the same.
    reportError(error);
    return 'unavailable';
  }
}

/** The site may show a message of its own: it prevents the default of the event, and ours is not shown. */
function complain(code: FailureCode, element: HTMLElement): void {
  const message = texts[code][isGerman ? 1 : 0];
  const detail = { code, message };
  const event = new CustomEvent('plenigo:error', { bubbles: true, cancelable: true, detail });
  if (!element.dispatchEvent(event)) return;
  const note = document.createElement('p');
  note.setAttribute(MESSAGE, code);
  note.setAttribute('role', 'alert');
  note.lang = isGerman ? 'de' : 'en';
  note.textContent = message;
  element.replaceChildren(note);
}
