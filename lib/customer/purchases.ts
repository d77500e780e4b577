/** What a user has bought: asked once at a time, remembered for a while, and asked anew beside the pages of known buyers. */

import { channel } from 'node:diagnostics_channel';
import { hasCode, isOutage, type PlenigoError, type PlenigoErrorCode } from '../base/errors.js';
import { memo } from '../base/memo.js';
import type { SiteConfig } from '../base/options.js';
import { MINUTE_MS } from '../base/reporter.js';
import type { Platform } from '../platform/platform.js';
import { type Budget, share, waitAtMost, withBudget } from '../transport/budget.js';
import { type Answers, type Lifetimes, type Memory, MOMENT, type Remembered } from './memory.js';

/** Gets `{ code }` when plenigo cannot be asked and known buyers begin to read on, and `{}` when it answers again. */
const stale = channel('express-plenigo:stale');
const BEGINS = 'plenigo cannot be asked about purchases: readers who are known to have bought read on';
const ENDS = 'plenigo answers questions about purchases again';

type Question = Omit<Parameters<Platform['findPurchases']>[0], 'doubtedAt'>;
type Query = Pick<Question, 'userId' | 'ids'>;

export function createPurchaseAnswers(
  { memory, platform }: { memory: Memory; platform: Pick<Platform, 'findPurchases'> },
  settings: Lifetimes & Pick<SiteConfig, 'timeout' | 'reporter' | 'mode'>,
) {
  const { timeout, reporter } = settings;
  let isFailing = false;

  function noteOutage(code?: PlenigoErrorCode): void {
    if (isFailing === (code !== undefined)) return;
    isFailing = !isFailing;
    const fields = isFailing ? { code } : {};
    stale.publish(fields);
    reporter.warnOnce(isFailing ? BEGINS : ENDS, { within: MINUTE_MS, fields });
  }

  /** Those who ask the same at the same time share one call. */
  function ask(question: Question, budget: Budget): Promise<boolean> {
    const { userId, ids } = question;
    const { answers } = memory.open(userId);
    const run = async () => {
      const [begunAt, { endedAt: doubtedAt }] = [Date.now(), memory.open(userId).answers];
      const purchases = await platform.findPurchases({ ...question, doubtedAt }, budget);
      noteOutage();
      // If the reader was forgotten meanwhile, the answer may be older than a refund.
      if (memory.find(userId)?.answers !== answers) return purchases.bought;
      const hasEnded = answers.note(ids, purchases, begunAt);
      // What another process writes late must not bring back what a "no" has ended.
      if (hasEnded && memory.isShared) memory.forget(userId);
      else if (purchases.bought || settings.mode === 'click') memory.publish(userId);
      return purchases.bought;
    };
    return share(answers.running, ids.join(','), budget, run);
  }

  /** Whether an old "yes" still holds. Undefined if another process asks that, or plenigo has failed just now. */
  async function revise(question: Question, answers: Answers): Promise<boolean | undefined> {
    if (Date.now() < answers.quietUntil) return undefined;
    // A process that plenigo does not answer leaves the claim to the others, whom it may answer.
    if (!isFailing && !(await memory.claim(question.userId))) return undefined;
    try {
      // With a time of its own, because a reader can make their own requests slow.
      return await withBudget(timeout, (budget) => ask(question, budget));
    } catch (error) {
      answers.quietUntil = Date.now() + MOMENT;
      // plenigo could not be asked, or somebody else has answered in its place; else it has answered, with no "yes".
      const isUnanswered =
        isOutage(error) ||
        hasCode(error, 'unexpected-status', 'invalid-response', 'rate-limited', 'invalid-credentials', 'budget-spent');
      if (isUnanswered) noteOutage((error as PlenigoError).code);
      else answers.drop(question.ids);
      throw error;
    }
  }

  /** Undefined if plenigo has to be asked. */
  function recall({ userId, ids }: Query): Remembered {
    return memory.find(userId)?.answers.judge(ids, settings);
  }

  return {
    recall,
    ask,
    /** Reads the store first if it may know more about the reader than this process: an old "yes" may have ended elsewhere. */
    async catchUp(query: Query): Promise<Remembered> {
      if (!memory.isShared) return recall(query);
      const isOld = ['old', 'spare'].includes(recall(query) ?? '');
      const isQuiet = Date.now() < memory.open(query.userId).answers.quietUntil;
      await memory.read(query.userId, isOld && !isQuiet ? 'anew' : undefined);
      return recall(query);
    },
    /**
     * Asks whether an old "yes" still holds, unless that is being asked. A page may wait for the `answer` until `soon`, which
     * is a quarter of its time at most, and never rejects.
     */
    askAnew(question: Question) {
      const { answers } = memory.open(question.userId);
      const { revisions } = answers;
      const key = question.ids.join(',');
      return memo(revisions, key, () => {
        const [oldest] = revisions.values();
        const answer = revise(question, answers).finally(() => revisions.delete(key));
        // Nobody waits for a plenigo that is known to fail, nor once more for one that keeps a page of this reader waiting.
        const soon = isFailing ? Promise.resolve() : (oldest?.soon ?? waitAtMost(timeout / 4, answer));
        return { answer, soon };
      });
    },
    read: (userId: string) => memory.read(userId, 'anew'),
    forget: memory.forget,
  };
}
