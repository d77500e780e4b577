// The command line as it is typed: what is understood, and what is said about the rest.
import { expect } from 'chai';
import { parseCommand, UsageError } from '../../lib/cli/arguments.js';
import { run } from '../../lib/cli/run.js';
import { openSession } from './io.js';

describe('the arguments of the command line', () => {
  for (const [typed, understood] of [
    ['sandbox --port 4100 --company=c --secret s --config=f', { port: 4100, config: 'f', company: 'c', secret: 's' }],
    ['sandbox', { name: 'sandbox', port: 0, config: undefined, company: undefined, secret: undefined }],
    ['doctor', { name: 'doctor', environment: undefined, testMode: false }],
    ['doctor --api-url=http://a --product P --test-mode', { apiUrl: 'http://a', product: 'P', testMode: true }],
    ['reader github:7 --json', { name: 'reader', userId: 'github:7', json: true }],
  ] as const) {
    it(`are understood: ${typed}`, () => expect(parseCommand(typed.split(' '))).to.include(understood));
  }

  for (const [typed, complaint] of [
    [[], /^Which command\?$/],
    [['--port', '1'], /comes first/],
    [['sandbx'], /no such command\. Did you mean sandbox\?$/],
    [['rader', 'ada'], /Did you mean reader\?$/],
    [['my-own-command'], /no such command\.$/],
    [['doctor', '--jsn'], /^doctor has no option --jsn\. Did you mean --json\?$/],
    [['doctor', '--verbose'], /^doctor has no option --verbose\.$/],
    [['help', 'sandbx'], /Did you mean sandbox\?$/],
    [['reader'], /^reader needs one USER-ID\.$/],
    [['reader', 'ada', 'bob'], /^reader needs one USER-ID\.$/],
    [['sandbox', '--port'], /^--port needs a value\.$/],
    [['doctor', '--test-mode=yes'], /^--test-mode takes no value\.$/],
    ...['-1', '65536', '4e3', 'http', '', ' 80', '99999999999'].map(
      (port) => [['sandbox', `--port=${port}`], /0 to 65535/] as const,
    ),
  ] as const) {
    it(`are refused: ${JSON.stringify(typed)}`, () => {
      expect(() => parseCommand(typed)).to.throw(UsageError, complaint);
    });
  }

  it('are never repeated where they may be a secret', async () => {
    for (const args of [
      ['my-secret'],
      ['doctor', 'my-secret'],
      ['doctor', '--secrt=my-secret'],
      ['doctor', '--secret', '--my-secret'],
      ['sandbox', '--port=my-secret'],
    ]) {
      const session = openSession();
      expect(await run(args, session.io), args.join(' ')).to.equal(2);
      expect(session.complaints()).not.to.include('my-secret');
    }
  });

  for (const [typed, help] of [
    ['help', /sandbox .*\n.*doctor /],
    ['--help', /sandbox .*\n.*doctor /],
    ['-h', /sandbox .*\n.*doctor /],
    ['sandbox --help', /--port[\s\S]*Prefer that/],
    ['sandbox -h', /--port[\s\S]*Prefer that/],
    ['help sandbox', /--port[\s\S]*Prefer that/],
  ] as const) {
    it(`explain: ${typed}`, async () => {
      const session = openSession();
      expect(await run(typed.split(' '), session.io)).to.equal(0);
      expect(session.printed()).to.match(help);
    });
  }
});
