import { Plus, X } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import type { KitNeed, StaffNeed } from '../../../shared/domain/booking/schema.ts';
import { newId } from '../../app/new-id.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, IconButton, NumberField, PickField, TextField } from '../../ui/index.ts';
import { useRows } from '../../view/hooks.ts';

interface NeedsEditorProps {
  readonly staffNeeds: readonly StaffNeed[];
  readonly kitNeeds: readonly KitNeed[];
  readonly onStaff: (needs: readonly StaffNeed[]) => void;
  readonly onKits: (needs: readonly KitNeed[]) => void;
  /** Problems by need id. */
  readonly problems: ReadonlyMap<string, string>;
}

/** Who and what a booking needs: rows of role × count and kind × count. Roles others asked for come first, so that one role keeps one name. */
export function NeedsEditor({ staffNeeds, kitNeeds, onStaff, onKits, problems }: NeedsEditorProps): ReactNode {
  const say = useWords('bookings');
  const { rows: kits } = useRows('kits');
  const kinds = useMemo(
    () => [...new Set(kits.map(({ state }) => state.kitKind))].toSorted().map((name) => ({ id: name, label: name })),
    [kits],
  );
  const { rows: bookings } = useRows('bookings');
  const roles = useMemo(
    () =>
      [...new Set(bookings.flatMap(({ state }) => state.staffNeeds.map(({ role }) => role)))]
        .toSorted()
        .map((name) => ({ id: name, label: name })),
    [bookings],
  );
  const setStaff = (id: string, change: Partial<StaffNeed>): void =>
    onStaff(staffNeeds.map((need) => (need.id === id ? { ...need, ...change } : need)));
  const setKit = (id: string, change: Partial<KitNeed>): void =>
    onKits(kitNeeds.map((need) => (need.id === id ? { ...need, ...change } : need)));
  return (
    <div className="flex flex-col gap-2">
      {staffNeeds.map((need) => (
        <div key={need.id} className="grid grid-cols-[1fr_6rem_1fr_auto] items-start gap-2">
          <PickField
            label={say('field.role')}
            allowsOwn
            choices={roles}
            value={need.role}
            onChange={(role) => setStaff(need.id, { role: role ?? '' })}
            error={problems.get(need.id) ?? null}
          />
          <NumberField
            label={say('field.count')}
            value={need.count}
            minValue={1}
            maxValue={100}
            onChange={(count) => setStaff(need.id, { count: Number.isNaN(count) ? 1 : count })}
          />
          <TextField
            label={say('field.skills')}
            defaultValue={need.skills.join(', ')}
            onChange={(text) =>
              setStaff(need.id, {
                skills: text
                  .split(',')
                  .map((skill) => skill.trim())
                  .filter((skill) => skill !== ''),
              })
            }
          />
          <IconButton
            icon={X}
            className="mt-[22px]"
            label={say('need.remove')}
            onPress={() => onStaff(staffNeeds.filter(({ id }) => id !== need.id))}
          />
        </div>
      ))}
      {kitNeeds.map((need) => (
        <div key={need.id} className="grid grid-cols-[1fr_6rem_auto] items-start gap-2">
          <PickField
            label={say('field.kind')}
            choices={kinds}
            value={need.kitKind === '' ? null : need.kitKind}
            onChange={(kitKind) => setKit(need.id, { kitKind: kitKind ?? '' })}
            error={problems.get(need.id) ?? null}
          />
          <NumberField
            label={say('field.count')}
            value={need.count}
            minValue={1}
            maxValue={50}
            onChange={(count) => setKit(need.id, { count: Number.isNaN(count) ? 1 : count })}
          />
          <IconButton
            icon={X}
            className="mt-[22px]"
            label={say('need.remove')}
            onPress={() => onKits(kitNeeds.filter(({ id }) => id !== need.id))}
          />
        </div>
      ))}
      <div className="flex gap-2">
        <Button size="small" icon={Plus} onPress={() => onStaff([...staffNeeds, { id: newId(), role: '', count: 1, skills: [] }])}>
          {say('need.add-person')}
        </Button>
        <Button size="small" icon={Plus} onPress={() => onKits([...kitNeeds, { id: newId(), kitKind: '', count: 1 }])}>
          {say('need.add-kit')}
        </Button>
      </div>
    </div>
  );
}
