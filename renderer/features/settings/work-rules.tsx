import { useState, type ReactNode } from 'react';
import type { OrganizationSettings } from '../../../shared/domain/organization/schema.ts';
import { useCan } from '../../app/use-can.ts';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, Facts, hoursWords, NumberField, Section, Switch } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';

type NumberRule = Exclude<keyof OrganizationSettings, 'autoAcceptAssignments' | 'autoPublish' | 'disabledPolicies'>;

/** Unit in which people think of each number; the rules keep minutes. */
const RULES: readonly {
  readonly group: 'people' | 'kits' | 'lateness';
  readonly rules: readonly { readonly id: NumberRule; readonly unit: 'hours' | 'minutes' | 'days'; readonly max: number }[];
}[] = [
  {
    group: 'people',
    rules: [
      { id: 'travelMinutes', unit: 'minutes', max: 600 },
      { id: 'minRestMinutes', unit: 'hours', max: 48 },
      { id: 'maxMinutesPerDay', unit: 'hours', max: 24 },
      { id: 'warnMinutesPerWeek', unit: 'hours', max: 168 },
      { id: 'maxMinutesPerWeek', unit: 'hours', max: 168 },
      { id: 'maxDaysInRow', unit: 'days', max: 31 },
    ],
  },
  {
    group: 'kits',
    rules: [
      { id: 'deliveryMinutes', unit: 'hours', max: 168 },
      { id: 'returnMinutes', unit: 'hours', max: 168 },
      { id: 'cleaningMinutes', unit: 'hours', max: 168 },
    ],
  },
  {
    group: 'lateness',
    rules: [
      { id: 'lateGraceMinutes', unit: 'minutes', max: 240 },
      { id: 'noShowMinutes', unit: 'minutes', max: 480 },
    ],
  },
];

/** The numbers the rules count with. Edited together, saved together, taken back together. */
export function WorkRules({ row }: { readonly row: Row<'organizations'> }): ReactNode {
  const say = useWords('settings');
  const can = useCan();
  const run = useCommand();
  const { settings } = row.state;
  const [draft, setDraft] = useState<Partial<OrganizationSettings>>({});
  const mayEdit = can('organization.change_settings') && !row.readOnly;
  const changed = Object.entries(draft).filter(([id, value]) =>
    Object.entries(settings).some(([name, now]) => name === id && now !== value),
  );
  const save = async (): Promise<void> => {
    const before = Object.fromEntries(Object.entries(settings).filter(([id]) => changed.some(([name]) => name === id)));
    const reply = await run(
      'organization.change_settings',
      { changes: Object.fromEntries(changed) },
      { done: say('rules.saved'), undo: { name: 'organization.change_settings', input: { changes: before } } },
    );
    if (reply.ok) setDraft({});
  };
  return (
    <>
      {RULES.map(({ group, rules }) => (
        <Section level={2} key={group} title={say(`rules.${group}`)}>
          {mayEdit ? (
            <div className="grid grid-cols-2 gap-x-6 gap-y-4 max-sm:grid-cols-1">
              {rules.map(({ id, unit, max }) => {
                const scale = unit === 'hours' ? 60 : 1;
                return (
                  <NumberField
                    key={id}
                    label={say(`rule.${id}`)}
                    unit={say(`unit.${unit}`)}
                    minValue={id === 'maxDaysInRow' ? 1 : 0}
                    maxValue={max}
                    step={unit === 'hours' ? 0.5 : unit === 'minutes' ? 5 : 1}
                    value={(draft[id] ?? settings[id]) / scale}
                    onChange={(value) => {
                      if (!Number.isNaN(value)) setDraft((before) => ({ ...before, [id]: Math.round(value * scale) }));
                    }}
                  />
                );
              })}
            </div>
          ) : (
            <Facts
              facts={rules.map(({ id, unit }) => ({
                label: say(`rule.${id}`),
                value: unit === 'days' ? say('days', { count: settings[id] }) : hoursWords(settings[id]),
              }))}
            />
          )}
        </Section>
      ))}
      <Section level={2} title={say('rules.assigning')}>
        <div className="flex flex-col gap-3">
          {(['autoAcceptAssignments', 'autoPublish'] as const).map((id) => (
            <Switch
              key={id}
              isDisabled={!mayEdit}
              hint={say(`rule.${id}-hint`)}
              isSelected={draft[id] ?? settings[id]}
              onChange={(on) => setDraft((before) => ({ ...before, [id]: on }))}
            >
              {say(`rule.${id}`)}
            </Switch>
          ))}
        </div>
      </Section>
      {changed.length > 0 && (
        <div className="sticky bottom-0 flex items-center gap-2 border-t border-line bg-surface px-5 py-3">
          <Button variant="primary" onPress={() => void save()}>
            {say('rules.save', { count: changed.length })}
          </Button>
          <Button variant="quiet" onPress={() => setDraft({})}>
            {say('rules.discard')}
          </Button>
        </div>
      )}
    </>
  );
}
