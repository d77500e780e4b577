// The example's user store: hashed passwords, one reader an address.
import { inspect } from 'node:util';
import { expect } from 'chai';
import { EmailTakenError, UserStore } from '../../example-app/users.js';
import { newUsers } from './visitor.js';

const ada = { email: 'Ada@Example.com ', password: 'correct horse' };

/** The error with which a promise fails. */
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error) => error,
  );

describe('the user store', () => {
  let users: UserStore;
  beforeEach(() => {
    users = newUsers();
  });

  it('knows a reader by address and password, in whatever case the address is written', async () => {
    users = new UserStore();
    const reader = await users.add(ada);
    expect(reader.email).to.equal('ada@example.com');
    expect(await users.check('ADA@example.com', 'correct horse')).to.equal(reader);
    expect(await users.check('ada@example.com', 'Correct horse')).to.equal(undefined);
    expect(await users.check('nobody@example.com', 'correct horse')).to.equal(undefined);
  });

  it('hands out neither the password nor its hash', async () => {
    expect(await users.add(ada)).to.have.all.keys('id', 'email', 'emailVerified', 'firstName', 'lastName');
    expect(inspect(users, { depth: null, showHidden: true })).not.to.include('correct horse');
  });

  it('gives an address to one of two who sign up with it at the same moment', async () => {
    const results = await Promise.allSettled([users.add(ada), users.add(ada)]);
    expect(results.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected']);
    expect(await failure(users.add(ada))).to.be.instanceOf(EmailTakenError);
  });

  it('changes an address, frees the old one and calls the new one unverified', async () => {
    const { id } = await users.add(ada);
    const changed = users.changeEmail(id, 'ada@new.example');
    expect(changed).to.include({ id, email: 'ada@new.example', emailVerified: false });
    expect(users.get(id)).to.equal(changed);
    expect(users.owner('ada@example.com')).to.equal(undefined);
    expect(await users.check('ada@new.example', 'correct horse')).to.equal(changed);
  });

  it('does not change to the address of another reader, but keeps the same address without a fuss', async () => {
    const { id } = await users.add(ada);
    await users.add({ email: 'bo@example.com', password: 'battery staple' });
    expect(() => users.changeEmail(id, 'BO@example.com')).to.throw(EmailTakenError);
    expect(users.changeEmail(id, 'ADA@example.com')).to.equal(users.get(id));
  });
});
