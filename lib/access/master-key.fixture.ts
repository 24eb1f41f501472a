const key = 'the-master-key-of-a-test';
process.env.VOUCH_MASTER_KEY = key;

/** The headers of a program that may do everything, for tests. */
export const byMasterKey = { authorization: `Bearer ${key}` };
