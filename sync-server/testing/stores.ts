import { emptyDatabase } from './postgres.ts';

/** Every database a server can keep its data in, each with what makes an empty one: an address, or nothing for a new folder. */
export const STORES: readonly (readonly [name: string, database: () => Promise<string | undefined>])[] = [
  ['SQLite', () => Promise.resolve(undefined)],
  ['PostgreSQL', emptyDatabase],
];
