// Signing alone: `createPaymentData` and `renderCheckoutSnippet`, beside one HMAC over the same bytes. Prints JSON.
import { createHmac, createSecretKey } from 'node:crypto';
import { createPaymentData, renderCheckoutSnippet } from '../../../dist/index.js';

const rounds = Number(process.argv[2]);
const times = Number(process.argv[3]);
const secret = 'AMXzF7qJ9y0uuz2IawRIk6ZMLVeYKq9yXh7lURXQ';
const loginToken = 'Zk1hb2J4Y2RlZmdoaWprbG1ub3A0Mg';
const key = createSecretKey(Buffer.from(secret));
const products = {
  managed: 'ARTICLE-42',
  foreign: {
    id: 'ARTICLE-42',
    external: true,
    title: 'The harbour will be rebuilt',
    price: 0.99,
    currency: 'EUR',
    type: 'DIGITALPRODUCT',
  },
};

/** µs for one. */
function time(work) {
  const started = performance.now();
  for (let count = 0; count < times; count += 1) work();
  return ((performance.now() - started) * 1000) / times;
}

const results = {};
for (const [name, product] of Object.entries(products)) {
  const signed = createPaymentData(product, {}, { secret });
  const bytes = signed.slice(0, signed.lastIndexOf('.'));
  const ours = () => renderCheckoutSnippet({ paymentData: createPaymentData(product, {}, { secret }), loginToken });
  const hmac = () => createHmac('sha256', key).update(bytes).digest('base64url');
  time(ours);
  time(hmac);
  results[name] = Array.from({ length: rounds }, () => ({ ours: time(ours), hmac: time(hmac) }));
}
console.log(JSON.stringify(results));
