import type { ReactNode } from 'react';
import { RULEBOOK, TIME_POLICIES } from '../../../shared/domain/rulebook.ts';
import { useSession } from '../../app/session.tsx';
import { useCan } from '../../app/use-can.ts';
import { useCommand } from '../../app/use-command.ts';
import { hasWords, useWords } from '../../i18n/words.ts';
import { DryRunButton } from './dry-run.tsx';
import { Section, Skeleton, Switch } from '../../ui/index.ts';
import { useRow } from '../../view/hooks.ts';

/** What follows by itself from what people do; each can be switched off for the organization. */
export function Policies(): ReactNode {
  const say = useWords('settings');
  const can = useCan();
  const run = useCommand();
  const { organizationId } = useSession();
  const row = useRow('organizations', organizationId);
  if (row === undefined) return <Skeleton rows={6} />;
  if (row === null) return null;
  const off = row.state.settings.disabledPolicies;
  const mayEdit = can('organization.change_settings') && !row.readOnly;
  const title = (id: string): string => (hasWords(`settings:policy.${id}.title`) ? say(`policy.${id}.title`) : id.replaceAll('-', ' '));
  const toggle = (id: string, isOn: boolean): void => {
    const change = (disabledPolicies: readonly string[]): unknown => ({ changes: { disabledPolicies } });
    const next = isOn ? off.filter((other) => other !== id) : [...off, id];
    void run('organization.change_settings', change(next), {
      done: say(isOn ? 'policies.on' : 'policies.off', { rule: title(id) }),
      undo: { name: 'organization.change_settings', input: change(off) },
    });
  };
  return (
    <Section level={2} title={say('policies.title')}>
      <p className="mb-3 text-13 text-ink-2">{say(mayEdit ? 'policies.detail' : 'policies.read-only')}</p>
      <ul className="border-t border-line">
        {[...RULEBOOK.policies, ...TIME_POLICIES].map(({ id }) => (
          <li key={id} className="flex items-start justify-between gap-3 border-b border-line py-2.5">
            <div className="min-w-0 flex-1">
              <Switch
                isDisabled={!mayEdit}
                isSelected={!off.includes(id)}
                onChange={(on) => toggle(id, on)}
                {...(hasWords(`settings:policy.${id}.hint`) ? { hint: say(`policy.${id}.hint`) } : {})}
              >
                {title(id)}
              </Switch>
            </div>
            <DryRunButton policyId={id} title={title(id)} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
