/** The publisher's switch: only plenigo's own plain words are an answer. */
import { expect } from 'chai';
import { clientFor } from '../support/calls.js';
import { failure } from '../support/errors.js';
import { type Answer, json, text, useRecordingServer } from '../support/recording-server.js';

describe("the publisher's paywall", () => {
  const server = useRecordingServer();

  function seen(answer: Answer) {
    server().answer = answer;
    return clientFor(server().url).isPaywallEnabled();
  }

  it('is on or off as plenigo says', async () => {
    expect(await seen(json(200, { enabled: true }))).to.equal(true);
    expect(await seen(json(200, { enabled: false, since: 'x' }))).to.equal(false);
  });

  const noAnswers: Record<string, Answer> = {
    'an empty 200': text(200, ''),
    'an empty object': json(200, {}),
    'a list': json(200, [{ enabled: false }]),
    false: text(200, 'false'),
    null: text(200, 'null'),
    'a word': json(200, { enabled: 'false' }),
    'a number': json(200, { enabled: 0 }),
    'a null': json(200, { enabled: null }),
    HTML: text(200, '<!doctype html>'),
  };
  for (const [name, answer] of Object.entries(noAnswers)) {
    it(`is neither when the answer is ${name}`, async () => {
      expect((await failure(seen(answer))).code).to.equal('invalid-response');
    });
  }
});
