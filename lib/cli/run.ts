/** Runs one command and answers the exit code: 0 fine, 1 something is wrong, 2 the command itself was not understood. */

import { PlenigoError } from '../base/errors.js';
import { parseCommand, UsageError } from './arguments.js';
import { change } from './change.js';
import { doctor } from './doctor.js';
import { sayFlags } from './flags.js';
import { findHelp } from './help.js';
import { type Io, makeLine, makePlain } from './io.js';
import { reader } from './reader.js';
import { rehearse } from './rehearse.js';
import { sandbox } from './sandbox.js';

/** It never rejects. */
export async function run(args: readonly string[], terminal: Io): Promise<number> {
  const io = makePlain(terminal);
  try {
    const command = parseCommand(args);
    switch (command.name) {
      case 'help':
        io.out(findHelp(command.topic));
        return 0;
      case 'version':
        io.out(io.version());
        return 0;
      case 'sandbox':
        return await sandbox(command, io);
      case 'doctor':
        return await doctor(command, io);
      case 'rehearse':
        return await rehearse(command, io);
      case 'reader':
        return await reader(command, io);
      case 'grant':
      case 'revoke':
        return await change(command, io);
    }
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(
        `${error.message}\nnpx express-plenigo ${error.topic === undefined ? '' : `${error.topic} `}--help explains it.`,
      );
      return 2;
    }
    // A stack trace says nothing to whoever started a command, and an error that is expected explains itself.
    io.err(
      makeLine(error instanceof PlenigoError ? sayFlags(error.message) : `express-plenigo failed: ${String(error)}`),
    );
    return 1;
  }
}
