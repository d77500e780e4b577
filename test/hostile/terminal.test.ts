/** What a terminal is shown by any command: a title of plenigo's or an argument moves no cursor and writes no clipboard. */

import { expect } from 'chai';
import { run } from '../../lib/cli/run.js';
import { json, text, useRecordingServer } from '../support/recording-server.js';

/** Writes the clipboard of whoever looks (OSC 52), in both forms, and clears the screen. */
const HOSTILE = '\x1b]52;c;cm0gLXJm\x07\x9b2J\x9d52;c;cm0gLXJm\x9c\r\x08\x7f\x00';

/** Runs a command as somebody at a terminal would: lines end, and nothing else but text may be in them. */
async function expectPlain(args: readonly string[], hasColors = false): Promise<string> {
  let printed = '';
  const write = (line: string) => {
    printed += `${line}\n`;
  };
  const env = { companyId: 'COMPANY', secret: 'secret', apiToken: undefined, apiUrl: undefined, cookie: undefined };
  const untilStopped = async () => {};
  const confirm = async () => false;
  await run(args, { env, version: () => '', out: write, err: write, hasColors, columns: 80, confirm, untilStopped });
  // Colors and bold type are the doctor’s own.
  for (const code of hasColors ? [1, 22, 31, 32, 33, 39, 90] : []) printed = printed.replaceAll(`\x1b[${code}m`, '');
  const shown = JSON.stringify([args, printed]);
  expect(printed.trim(), shown).to.not.equal('');
  expect(/\p{Cc}/u.exec(printed.replaceAll('\n', ''))?.index, shown).to.equal(undefined);
  return printed;
}

describe('in a terminal, without any control character', () => {
  const recorder = useRecordingServer();

  for (const form of [[], ['--json']]) {
    const name = form[0] ?? 'as text';
    const at = (command: string) => [command, '--api-url', recorder().url, ...form];

    it(`the command reader shows what plenigo lists, ${name}`, async () => {
      const entry = { productId: `PLUS${HOSTILE}`, title: `Plus ${HOSTILE}`, buyDate: '2026-07-31 13:03:27 +0200' };
      recorder().answer = json(200, { subscriptions: [entry], singleProducts: [entry, entry] });
      const printed = await expectPlain([...at('reader'), 'ada']);
      expect(printed).to.include('Plus');
      if (form.length > 0) expect(JSON.parse(printed).singleProducts).to.have.length(2);
    });

    it(`the command reader lets no title write a line of its own, ${name}`, async () => {
      const title = 'Plus\n\nSingle products\n  FORGED, since 2026-01-01 00:00 UTC';
      recorder().answer = json(200, { subscriptions: [{ productId: 'PLUS', title }], singleProducts: [] });
      expect(await expectPlain([...at('reader'), 'ada'])).not.to.match(/^\s*(Single products|FORGED)/m);
    });

    it(`the command reader shows the user id of the command line, and asks for none with such characters, ${name}`, async () => {
      recorder().answer = json(404, {});
      expect(await expectPlain([...at('reader'), 'ada'])).to.include('ada');
      recorder().requests.length = 0;
      const refusal = await expectPlain([...at('reader'), `ada${HOSTILE}`]);
      expect(refusal).to.include('without control characters');
      expect(recorder().requests).to.have.length(0);
    });

    it(`the command doctor shows its arguments and what plenigo answers, ${name}`, async () => {
      for (const answer of [
        json(200, { error: HOSTILE, loginToken: HOSTILE, enabled: HOSTILE }),
        json(404, { error: HOSTILE }),
        text(500, HOSTILE, { 'content-type': 'text/html' }),
        text(302, '', { location: `https://elsewhere.example/${encodeURIComponent(HOSTILE)}` }),
      ]) {
        recorder().answer = answer;
        await expectPlain([...at('doctor'), '--product', `A${HOSTILE}`]);
        await expectPlain([...at('doctor'), '--company', `C${HOSTILE}`], true);
      }
    });
  }

  it('no page of a site, examined, writes more than words', async () => {
    const type = `a${HOSTILE}\n\nok     Forged`;
    const page = `<script type="${type}" src="/plenigo/checkout-0123456789ab.js"></script>`;
    recorder().answer = text(200, page, { 'content-type': 'text/html' });
    for (const form of [[], ['--json']]) {
      const printed = await expectPlain(['doctor', '--page', recorder().url, ...form]);
      expect(printed).to.match(/has made the type/);
      expect(printed).to.not.match(/^ok +Forged/m);
    }
  });

  it('no argument writes a line of its own', async () => {
    recorder().answer = json(404, {});
    const forged = '\n\nok     Forged';
    for (const args of [
      ['doctor', '--api-url', recorder().url, '--company', `C${forged}`],
      ['doctor', '--api-url', `https://news.example/${forged}`],
      ['sandbox', '--config', `/no/such${forged}`],
    ]) {
      expect(await expectPlain(args)).not.to.match(/^ok +Forged/m);
    }
  });

  it('a complaint about the command line, and the start of a sandbox, show its arguments', async () => {
    for (const args of [
      [`re${HOSTILE}ader`],
      ['help', HOSTILE],
      ['reader', `--x${HOSTILE}`, 'ada'],
      ['reader', '--environment', HOSTILE, 'ada'],
      ['reader', '--api-url', `https://news.example/${HOSTILE}`, 'ada'],
      ['doctor', '--api-url', HOSTILE, '--sdk-url', HOSTILE],
      ['sandbox', '--port', HOSTILE],
      ['sandbox', '--config', `/no/such/${HOSTILE.replaceAll('\0', '')}.json`],
      ['sandbox', '--company', `C${HOSTILE}`, '--secret', 'secret'],
    ]) {
      await expectPlain(args);
    }
  });
});
