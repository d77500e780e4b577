/** Catching errors so that tests can look at them. */
import { PlenigoError } from '../../lib/base/errors.js';

/** The PlenigoError that `work` fails with; anything else fails the test. */
export async function failure(work: Promise<unknown> | (() => unknown)): Promise<PlenigoError> {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    if (error instanceof PlenigoError) return error;
    throw error;
  }
  throw new Error('expected a PlenigoError, but nothing failed');
}
