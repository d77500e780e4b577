// The command line as it is typed: what is understood, and what is said about the rest.
import { expect } from 'chai';
import { parseCommand, UsageError } from '../../lib/cli/arguments.js';
import { run } from '../../lib/cli/run.js';
import { openSession } from './io.js';

function problem(...args: string[]): UsageError {
  try {
    parseCommand(args);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('the arguments were accepted');
}

describe('the arguments of the command line', () => {
  it('name a command and its options, in both spellings', () => {
    expect(parseCommand(['sandbox', '--port', '4100', '--company=c', '--secret', 's', '--config=f'])).to.deep.equal({
      name: 'sandbox',
      port: 4100,
      config: 'f',
      company: 'c',
      secret: 's',
    });
    expect(parseCommand(['doctor', '--api-url=http://localhost:1', '--product', 'P', '--test-mode']))
      .to.deep //
      .include({ name: 'doctor', apiUrl: 'http://localhost:1', product: 'P', testMode: true });
  });

  it('may all be left out: the sandbox then takes any free port', () => {
    expect(parseCommand(['sandbox'])).to.include({ port: 0, company: undefined, secret: undefined });
    expect(parseCommand(['doctor'])).to.include({ environment: undefined, testMode: false });
  });

  for (const port of ['-1', '65536', '4e3', 'http', '', ' 80', '99999999999']) {
    it(`refuse the port ${JSON.stringify(port)}`, () => {
      expect(problem('sandbox', `--port=${port}`).message).to.include('0 to 65535');
    });
  }

  it('that are not known are named, and where the right ones stand', async () => {
    const session = openSession();
    expect(await run(['doctor', '--produkt', 'P'], session.io)).to.equal(2);
    expect(session.complaints()).to.equal(
      'doctor has no option --produkt.\nnpx express-plenigo doctor --help explains it.',
    );
    expect(session.printed()).to.equal('');
  });

  it('of the reader are a user id and options', () => {
    expect(parseCommand(['reader', 'github:7', '--json'])).to.include({
      name: 'reader',
      userId: 'github:7',
      json: true,
    });
    expect(problem('reader').message).to.equal('reader needs one USER-ID.');
    expect(problem('reader', 'ada', 'bob').message).to.equal('reader needs one USER-ID.');
  });

  it('without their value, or with one too many, are named', () => {
    expect(problem('sandbox', '--port').message).to.equal('--port needs a value.');
    expect(problem('doctor', '--test-mode=yes').message).to.equal('--test-mode takes no value.');
  });

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

  it('need a command first', () => {
    expect(problem().message).to.equal('Which command?');
    expect(problem('--port', '1').message).to.include('comes first');
    expect(problem('sandbx').message).to.include('no such command');
    expect(problem('help', 'sandbx').message).to.include('no such command');
  });

  for (const args of [['help'], ['--help'], ['-h']]) {
    it(`print the commands: ${args}`, async () => {
      const session = openSession();
      expect(await run(args, session.io)).to.equal(0);
      expect(session.printed()).to.match(/sandbox .*\n.*doctor /);
    });
  }

  for (const args of [
    ['sandbox', '--help'],
    ['sandbox', '-h'],
    ['help', 'sandbox'],
  ]) {
    it(`print the options of one command: ${args.join(' ')}`, async () => {
      const session = openSession();
      expect(await run(args, session.io)).to.equal(0);
      expect(session.printed()).to.include('--port').and.include('Prefer that');
    });
  }
});
