import { POLICY_ACTOR_ID, SERVER_ADMIN_ACTOR_ID, SERVER_DEVICE_ID } from '../../shared/domain/kernel/ids.ts';
import { say } from '../i18n/words.ts';

/** What an actor is called that is no person of the organization; null for everybody else. */
export function notAPerson(actorId: string): string | null {
  if (actorId === POLICY_ACTOR_ID || actorId === SERVER_DEVICE_ID) return say('app:rules');
  return actorId === SERVER_ADMIN_ACTOR_ID ? say('app:server-admin') : null;
}
