// What works in a project that has none of Express, Passport and express-session: the REST calls, the signing, the sandbox.

module.exports = async function alone({ PlenigoClient, createPaymentData, fromPassportUser, startSandbox }) {
  const sandbox = await startSandbox();
  const client = new PlenigoClient({
    companyId: sandbox.options.companyId,
    secret: sandbox.options.secret,
    apiUrl: sandbox.options.apiUrl,
  });
  const user = fromPassportUser({ id: 7, emails: [{ value: 'reader@site.example' }] });
  const customerId = await client.registerUser({ email: user.email, externalUserId: user.id });
  const bought = await client.hasUserBought({ customerId }, 'ARTICLE-1');
  await sandbox.close();
  const paymentData = createPaymentData('ARTICLE-1', {}, { secret: 'not a secret' });
  console.log(JSON.stringify({ isRegistered: customerId !== '', bought, parts: paymentData.split('.').length }));
};
