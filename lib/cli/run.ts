/** Runs one command and answers the exit code: 0 fine, 1 something is wrong, 2 the command itself was not understood. */

import { PlenigoError } from '../base/errors.js';
import { parseCommand, UsageError } from './arguments.js';
import { doctor } from './doctor.js';
import { flagsFor } from './flags.js';
import { helpText, pointer } from './help.js';
import type { Io } from './io.js';
import { reader } from './reader.js';
import { sandbox } from './sandbox.js';

/** Never rejects. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    const command = parseCommand(args);
    switch (command.name) {
      case 'help':
        io.out(helpText(command.topic));
        return 0;
      case 'version':
        io.out(io.version());
        return 0;
      case 'sandbox':
        return await sandbox(command, io);
      case 'doctor':
        return await doctor(command, io);
      case 'reader':
        return await reader(command, io);
    }
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(`${error.message}\n${pointer(error.topic)}`);
      return 2;
    }
    // A stack trace says nothing to whoever started a command; what is expected to fail explains itself.
    io.err(error instanceof PlenigoError ? flagsFor(error.message) : `express-plenigo failed: ${String(error)}`);
    return 1;
  }
}
