/** What the forms of the console ask for. */
import type { Answer, Incoming } from '../endpoint.js';
import { ApiFailure, toFields } from '../http.js';
import { renderConsolePage, sendPage } from '../pages/index.js';
import { type ActionName, findAction } from './actions.js';
import { type Fields, FORMS } from './forms.js';

/** Sites on this host share the console's cookies, whatever their port: there the count ends at once. */
const FORGET_VIEWS = 'plenigo_view=; Path=/; Max-Age=0; SameSite=Lax';

/** Does what a form says, and answers with the page that says so. */
export const act: Answer = (incoming) => {
  const { id: name, sandbox, res } = incoming;
  const action = findAction(name);
  if (!action) throw new ApiFailure(404, 'There is no such form.');
  try {
    const fields = readFields(incoming);
    const email = sandbox.state.find({ customerId: fields.customerId ?? '' })?.email ?? '';
    const { read, say } = FORMS[name as ActionName];
    action(read?.(fields, sandbox) ?? fields, sandbox);
    if (name === 'reset-views') res.setHeader('set-cookie', FORGET_VIEWS);
    return sendPage(incoming, renderConsolePage(incoming, { text: say({ email, ...fields }) }));
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    const said = { text: error.message, ...findField(error.message) };
    return sendPage(incoming, { ...renderConsolePage(incoming, said), status: error.status });
  }
};

function readFields({ req, text }: Incoming): Fields {
  if (!req.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    throw new ApiFailure(400, 'The content type must be application/x-www-form-urlencoded.');
  }
  return toFields(new Map(new URLSearchParams(text))) as Fields;
}

/** Finds the field that a refusal speaks of: one that does not fit is named first, and one that is taken in words. */
function findField(text: string): { field?: string } {
  const field = /^"(\w+)"/.exec(text)?.[1];
  if (field) return { field };
  if (text.includes('external user id')) return { field: 'externalUserId' };
  return text.includes('e-mail address') ? { field: 'email' } : {};
}
