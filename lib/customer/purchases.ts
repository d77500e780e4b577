/** What a user has bought: asked once at a time, remembered for a while, and asked anew beside the pages of known buyers. */

import { channel } from 'node:diagnostics_channel';
import { hasCode, isOutage, type PlenigoError } from '../base/errors.js';
import { memo } from '../base/memo.js';
import type { SiteConfig } from '../base/options.js';
import type { Purchases } from '../platform/purchases.js';
import { type Budget, waitAtMost, withBudget } from '../transport/budget.js';
import { type Answers, joinIds, type Lifetimes, type Remembered, type Revision } from './answers.js';
import { type Memory, MOMENT } from './memory.js';
import { share } from './share.js';

const MINUTE = 60_000;

/** Gets `{ code }` when plenigo cannot be asked and known buyers begin to read on, and `{}` when it answers again. */
const stale = channel('express-plenigo:stale');
const BEGINS = 'plenigo cannot be asked about purchases: readers who are known to have bought read on';
const ENDS = 'plenigo answers questions about purchases again';

/** Which products of which reader. */
export interface AccessQuery {
  readonly userId: string;
  readonly ids: readonly string[];
}

export interface AccessQuestion extends AccessQuery {
  /** Asks plenigo. Nothing that was known of the customer until `doubtedAt` (ms since 1970) is sure. */
  find(budget: Budget, doubtedAt: number): Promise<Purchases>;
}

type Settings = Lifetimes & Pick<SiteConfig, 'timeout' | 'reporter' | 'mode'>;

export function createPurchaseAnswers(memory: Memory, settings: Settings) {
  const { timeout, reporter } = settings;
  let isFailing = false;

  async function askPlenigo({ userId, ids, find }: AccessQuestion, answers: Answers, budget: Budget) {
    const begunAt = Date.now();
    const purchases = await find(budget, answers.endedAt);
    if (isFailing) {
      isFailing = false;
      stale.publish({});
      reporter.warnOnce(ENDS, { within: MINUTE });
    }
    // If the reader was forgotten meanwhile, the answer may be older than a refund.
    if (memory.recallAnswers(userId) !== answers) return purchases.bought;
    const hasEnded = answers.note(ids, purchases, begunAt);
    // What another process writes late must not bring back what a "no" has ended.
    if (hasEnded && memory.isShared) memory.forget(userId);
    else if (purchases.bought || settings.mode === 'click') memory.publish(userId);
    return purchases.bought;
  }

  /** Those who ask the same at the same time share one call. */
  function ask(question: AccessQuestion, budget: Budget): Promise<boolean> {
    const answers = memory.openAnswers(question.userId);
    const run = () => askPlenigo(question, answers, budget);
    return share(answers.running, { key: joinIds(question.ids), budget, run });
  }

  /** Whether an old "yes" still holds. Undefined if another process asks that, or plenigo has failed just now. */
  async function revise(question: AccessQuestion, answers: Answers): Promise<boolean | undefined> {
    if (Date.now() < answers.quietUntil) return undefined;
    // A process that plenigo does not answer leaves the claim to the others, whom it may answer.
    if (!isFailing && !(await memory.claim(question.userId))) return undefined;
    try {
      // With a time of its own, because a reader can make their own requests slow.
      return await withBudget(timeout, (budget) => ask(question, budget));
    } catch (error) {
      answers.quietUntil = Date.now() + MOMENT;
      // plenigo has answered, though with no "yes".
      if (!isUnanswered(error)) answers.drop(question.ids);
      else if (!isFailing) {
        isFailing = true;
        const { code } = error as PlenigoError;
        stale.publish({ code });
        reporter.warnOnce(BEGINS, { within: MINUTE, fields: { code } });
      }
      throw error;
    }
  }

  /** How old the "yes" to any of the products is, or that none is bought. Undefined if plenigo has to be asked. */
  function recall({ userId, ids }: AccessQuery): Remembered {
    return memory.recallAnswers(userId)?.judge(ids, settings);
  }

  return {
    recall,
    ask,
    read: memory.read,
    /** Reads the store first if it may know more about the reader than this process: an old "yes" may have ended elsewhere. */
    async catchUp(query: AccessQuery): Promise<Remembered> {
      if (!memory.isShared) return recall(query);
      const isOld = ['old', 'spare'].includes(recall(query) ?? '');
      const isQuiet = Date.now() < memory.openAnswers(query.userId).quietUntil;
      if (memory.isToRead(query.userId) || (isOld && !isQuiet)) await memory.read(query.userId);
      return recall(query);
    },
    /** Asks whether an old "yes" still holds, unless that is being asked. */
    askAnew(question: AccessQuestion): Revision {
      const answers = memory.openAnswers(question.userId);
      const { revisions } = answers;
      const key = joinIds(question.ids);
      return memo(revisions, key, () => {
        const [oldest] = revisions.values();
        const answer = revise(question, answers).finally(() => revisions.delete(key));
        // Nobody waits for a plenigo that is known to fail, nor once more for one that keeps a page of this reader waiting.
        const soon = isFailing ? Promise.resolve() : (oldest?.soon ?? waitAtMost(timeout / 4, answer));
        return { answer, soon };
      });
    },
    /** Forgets all answers about a user, those under way included. Settles when the store knows it, or has failed. */
    forget: memory.forget,
  };
}

/** Whether plenigo could not be asked, or somebody else has answered in its place. */
function isUnanswered(error: unknown): boolean {
  const isNonsense = hasCode(error, 'unexpected-status', 'invalid-response');
  return isOutage(error) || isNonsense || hasCode(error, 'rate-limited', 'invalid-credentials', 'budget-spent');
}
