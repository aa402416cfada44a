import { useCallback } from 'react';
import type { Role } from '../../shared/domain/kernel/roles.ts';
import { RULEBOOK } from '../../shared/domain/rulebook.ts';
import { useSession } from './session.tsx';

/** Whether a role may give a command at all; the rulebook itself answers, so screens and server never disagree. */
export const roleMay = (role: Role, command: string): boolean => RULEBOOK.commands.get(command)?.roles.includes(role) ?? false;

/** `const can = useCan(); can('booking.approve')`: hides what this person may never do. State is checked by the command. */
export function useCan(): (command: string) => boolean {
  const { role } = useSession();
  return useCallback((command) => roleMay(role, command), [role]);
}
