/** The transport itself, which knows no API: who calls and what an answer means is told by the API that sends through it. */
import { expect } from 'chai';
import type { PlenigoErrorCode } from '../../lib/base/errors.js';
import type { Fetch } from '../../lib/base/options.js';
import { Reporter } from '../../lib/base/reporter.js';
import { Budget } from '../../lib/transport/budget.js';
import type { ApiRequest } from '../../lib/transport/request.js';
import { createSend } from '../../lib/transport/send.js';
import { silentLogger } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { inTurn, json, reset, text, useRecordingServer } from '../support/recording-server.js';

/** Answers with what its `parse` is told. */
const request: ApiRequest<{ json: unknown; status: number }> = {
  call: 'askAnything',
  method: 'GET',
  path: '/anything',
  repeatable: true,
  answers: [404],
  parse: (json, status) => ({ json, status }),
};

describe('a request of any API', () => {
  const server = useRecordingServer();

  function send<Result>(asked: ApiRequest<Result>, options: { fetch?: Fetch } = {}): Promise<Result> {
    let attempts = 0;
    const own = { apiUrl: server().url, fetch: options.fetch, circuitBreaker: false };
    const sendNow = createSend(
      { ...own, reporter: new Reporter(silentLogger) },
      {
        headers: () => {
          attempts += 1;
          return { 'x-attempt': String(attempts) };
        },
        findErrorCode: (_call, { json }) =>
          (json as { code?: PlenigoErrorCode } | undefined)?.code ?? 'unexpected-status',
      },
    );
    return sendNow(asked, new Budget(15_000));
  }

  it('carries the headers of its API, new ones for each attempt', async () => {
    server().answer = inTurn(reset, json(200, {}));
    await send(request);
    expect(server().requests.map(({ headers }) => headers['x-attempt'])).to.deep.equal(['1', '2']);
    expect(server().requests[1]?.headers.accept).to.equal('application/json');
    // Whichever fetch it is sent by, it asks for no compression.
    await send(request, { fetch: (url, init) => fetch(url, init) });
    for (const { headers } of server().requests) expect(headers['accept-encoding']).to.equal('identity');
  });

  it('is read by the request for 2xx and for the statuses that it calls answers', async () => {
    server().answer = json(202, { a: 1 });
    expect(await send(request)).to.deep.equal({ json: { a: 1 }, status: 202 });
    server().answer = text(404, ' ');
    expect(await send(request)).to.deep.equal({ json: undefined, status: 404 });
    server().answer = text(404, '<p>');
    expect(await failure(send(request))).to.include({ code: 'invalid-response', status: 404 });
  });

  it('is an error of the code that its API finds in the answer, with the name of the call', async () => {
    server().answer = json(409, { code: 'email-exists' });
    expect(await failure(send(request))).to.include({ code: 'email-exists', status: 409, call: 'askAnything' });
    server().answer = text(409, '<p>');
    expect(await failure(send(request))).to.include({ code: 'unexpected-status' });
  });
});
