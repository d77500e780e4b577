/** The script of an account page: renders plenigo's self-service snippets into the elements that ask for them. */

interface Sdk {
  Snippet: Record<string, unknown>;
  renderSnippet(call: object): void;
}

const NAME = 'data-plenigo-snippet';
const TOKEN = 'data-plenigo-token';
const LOGGED_OUT = 'data-plenigo-logged-out';

const sdk = (window as Window & { plenigo?: Sdk }).plenigo;

for (const element of document.querySelectorAll(`[${NAME}]`)) {
  const loginToken = element.getAttribute(TOKEN);
  // Used once, so that a script that is loaded twice does not use the token twice.
  element.removeAttribute(TOKEN);
  const name = element.getAttribute(NAME) ?? '';
  if (sdk && loginToken) {
    sdk.renderSnippet({
      elementId: element.id,
      snippetId: sdk.Snippet[name],
      loggedOutRedirectUrl: element.getAttribute(LOGGED_OUT),
      loginToken,
    });
  }
}
