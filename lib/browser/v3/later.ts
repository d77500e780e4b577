/** What few pages need, for API v3: a module that the script of a page with a buy button imports where it does. */

export { enter, runInserted } from '../later/enter.js';
export { showPurchase, takePending } from '../later/purchase.js';
