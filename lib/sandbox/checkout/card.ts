/** The test cards: one that pays, one that is declined, and no other, so that nobody types a real one. */
import { CheckoutFailure } from './failure.js';

const PAYS = '4242424242424242';
const DECLINED = '4000000000000002';

/** Throws `CheckoutFailure` unless the number is the card that pays. The number is not kept. */
export function checkCard(cardNumber: string): void {
  const digits = cardNumber.replace(/[\s-]/g, '');
  if (digits === DECLINED) throw new CheckoutFailure('card-declined', 'The test card that is always declined.');
  if (digits !== PAYS) throw new CheckoutFailure('card-invalid', 'The sandbox takes its test cards only.');
}
