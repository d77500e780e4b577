/** What a user has bought: asked once at a time, remembered for a while, and asked anew beside the pages of known buyers. */

import { channel } from 'node:diagnostics_channel';
import { hasCode, isOutage, type PlenigoError } from '../base/errors.js';
import { memo } from '../base/memo.js';
import type { SiteConfig } from '../base/options.js';
import type { Purchases } from '../platform/purchases.js';
import { type Budget, waitAtMost, withBudget } from '../transport/budget.js';
import { type Age, type Answers, joinIds, type Lifetimes } from './answers.js';
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
  /** Asks plenigo. */
  find(budget: Budget): Promise<Purchases>;
}

type Settings = Lifetimes & Pick<SiteConfig, 'timeout' | 'reporter' | 'mode'>;

export function createPurchaseAnswers(memory: Memory, settings: Settings) {
  const { timeout, reporter } = settings;
  let isFailing = false;

  async function askPlenigo({ userId, ids, find }: AccessQuestion, answers: Answers, budget: Budget) {
    const begunAt = Date.now();
    const purchases = await find(budget);
    if (isFailing) {
      isFailing = false;
      stale.publish({});
      reporter.warn({}, ENDS);
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
    if (Date.now() < answers.quietUntil || !(await memory.claim(question.userId))) return undefined;
    try {
      // With a time of its own, because a reader can make their own requests slow.
      return await withBudget(timeout, (budget) => ask(question, budget));
    } catch (error) {
      answers.quietUntil = Date.now() + MOMENT;
      // plenigo has answered, though with no "yes".
      if (!isUnanswered(error)) answers.drop(question.ids);
      else if (!isFailing && reporter.isDue(BEGINS, MINUTE)) {
        isFailing = true;
        const { code } = error as PlenigoError;
        stale.publish({ code });
        reporter.warn({ code }, BEGINS);
      }
      throw error;
    }
  }

  /** How old the "yes" to any of the products is, or that none is bought. Undefined if plenigo has to be asked. */
  function recall({ userId, ids }: AccessQuery): Age | 'no' | undefined {
    return memory.recallAnswers(userId)?.judge(ids, settings);
  }

  return {
    recall,
    ask,
    read: memory.read,
    /** Whether the store is to be read before a page goes by this process's memory: an old "yes" may have ended elsewhere. */
    isToRead(query: AccessQuery): boolean {
      if (!memory.isShared || memory.isToRead(query.userId)) return memory.isShared;
      const isOld = ['old', 'spare'].includes(recall(query) ?? '');
      return isOld && Date.now() >= memory.openAnswers(query.userId).quietUntil;
    },
    /** Asks whether an old "yes" still holds, unless that is being asked. */
    askAnew(question: AccessQuestion): Promise<boolean | undefined> {
      const answers = memory.openAnswers(question.userId);
      const key = joinIds(question.ids);
      return memo(answers.revisions, key, () => ({
        begunAt: Date.now(),
        answer: revise(question, answers).finally(() => answers.revisions.delete(key)),
      })).answer;
    },
    /** Waits for that, but no longer than a quarter of a page's time since such a question about this reader began. Never fails. */
    async waitForRevision({ userId, ids }: AccessQuery): Promise<void> {
      const { revisions } = memory.openAnswers(userId);
      const [oldest] = revisions.values();
      const left = timeout / 4 - Date.now() + (oldest?.begunAt ?? 0);
      const begun = revisions.get(joinIds(ids));
      // Nor does anybody wait for a plenigo that is known to fail.
      if (begun !== undefined && left > 0 && !isFailing) await waitAtMost(left, begun.answer);
    },
    /** Forgets all answers about a user, those under way included. Settles when the store knows it, or has failed. */
    forget: memory.forget,
    /** What was known of the user before may be wrong; in ms since 1970. */
    findDoubt: (userId: string): number => memory.recallAnswers(userId)?.endedAt ?? 0,
  };
}

/** Whether plenigo could not be asked, or somebody else has answered in its place. */
function isUnanswered(error: unknown): boolean {
  const isNonsense = hasCode(error, 'unexpected-status', 'invalid-response');
  return isOutage(error) || isNonsense || hasCode(error, 'rate-limited', 'invalid-credentials', 'budget-spent');
}
