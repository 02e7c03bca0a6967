/** Where the time comes from. Passed to what depends on it, so that tests need not wait. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
