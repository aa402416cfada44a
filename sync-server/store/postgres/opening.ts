import type { Rulebook } from '../../../shared/domain/rulebook.ts';
import type { SequencerLog } from '../../sequencer/sequencer.ts';
import { StartError } from '../../start-error.ts';
import { PostgresStore } from './postgres-store.ts';

/** Facts that all processes share. */
export const SIGNING_KEY = 'signing-key';
export const MOVE_UNFINISHED = 'move-unfinished';

/** @throws StartError with a sentence that names the database without its password */
export async function openPostgres(url: string, rulebook: Rulebook, log: SequencerLog): Promise<PostgresStore> {
  let address: URL;
  try {
    address = new URL(url);
  } catch {
    throw new StartError('--database takes an address like postgres://USER:PASSWORD@HOST:5432/NAME.');
  }
  if (address.protocol !== 'postgres:' && address.protocol !== 'postgresql:') {
    throw new StartError(`--database takes an address that begins with postgres://, not ${address.protocol}//.`);
  }
  try {
    return await PostgresStore.open({ url, rulebook, log });
  } catch (error) {
    const why = error instanceof Error && error.message !== '' ? error.message : 'no connection';
    throw new StartError(
      `The database ${address.pathname.slice(1) || 'postgres'} at ${address.host} cannot be used (${why}). Check that it runs, its name, user and password.`,
    );
  }
}
