// The tools of the type tests: a proof is a line that does not compile when the type is another one.

/** `true` if both are the same type; `any` equals nothing but itself. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

export type Not<T extends boolean> = T extends true ? false : true;

/** `any` is the one type that is in the way of every other. */
export type IsAny<T> = 0 extends 1 & T ? true : false;

/** Compiles if `Claim` is `true`. */
export function proof<Claim extends boolean>(_claim: Claim): void {}
