import { useMemo, useState, type ReactNode } from 'react';
import { useNames } from '../../app/names.tsx';
import { newId } from '../../app/new-id.ts';
import { reasonWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, Dialog, Select, Switch } from '../../ui/index.ts';
import { useRows, type Row } from '../../view/hooks.ts';
import { settingsOf } from '../fit/rules.ts';
import { useRuleReader } from '../fit/use-rule-reader.ts';
import { copyOfWeek } from './copy-week.ts';
import type { Deed } from './moves.ts';
import { addDays, clockWords, dayWords, startDay, weekWords, windowOf, type Day } from './week.ts';

interface CopyWeekDialogProps {
  readonly monday: Day;
  readonly shifts: readonly Row<'shifts'>[];
  readonly members: readonly Row<'members'>[];
  readonly organizationId: string;
  readonly onCopy: (deeds: readonly Deed[], label: string, monday: Day) => Promise<void>;
  readonly onClose: () => void;
}

const WEEKS = [1, 2, 3, 4] as const;

/** A week drawn again as drafts: says beforehand who comes along and who does not, and why. */
export function CopyWeekDialog({ monday, shifts, members, organizationId, onCopy, onClose }: CopyWeekDialogProps): ReactNode {
  const say = useWords('roster');
  const names = useNames();
  const [weeksLater, setWeeksLater] = useState(1);
  const [withPeople, setWithPeople] = useState(true);
  const [isBusy, setIsBusy] = useState(false);
  const target = addDays(monday, 7 * weeksLater);
  const reader = useRuleReader(`${target}T12:00:00.000Z`);
  const during = useMemo(() => windowOf(target), [target]);
  const { rows: there } = useRows('shifts', { during });
  const already = there.filter(({ state }) => {
    const day = startDay(state.period);
    return state.status !== 'cancelled' && day >= target && day < addDays(target, 7);
  }).length;
  const byId = useMemo(() => new Map(members.map((row) => [row.id, row])), [members]);
  const copies = useMemo(
    () =>
      copyOfWeek(shifts, {
        weeksLater,
        withPeople,
        memberOf: (id) => byId.get(id),
        rules: { reader, settings: settingsOf(reader, organizationId) },
        newId,
        undoReason: say('created-undo'),
      }),
    [shifts, weeksLater, withPeople, byId, reader, organizationId, say],
  );
  const left = copies.filter(({ reasons }) => reasons.length > 0);
  const copy = async (): Promise<void> => {
    setIsBusy(true);
    const week = weekWords(target);
    await onCopy(
      copies.map(({ deed }) => deed),
      say('copy-week.done', { count: copies.length, week }),
      target,
    );
    setIsBusy(false);
    onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="medium"
      title={say('copy-week.title', { week: weekWords(monday) })}
      actions={
        <>
          <Button variant="quiet" onPress={onClose}>
            {say('dont-create')}
          </Button>
          <Button variant="primary" isPending={isBusy} isDisabled={copies.length === 0} onPress={() => void copy()}>
            {say('copy-week.do', { count: copies.length })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-13">
        <Select
          label={say('copy-week.to')}
          value={String(weeksLater)}
          choices={WEEKS.map((weeks) => {
            const from = addDays(monday, 7 * weeks);
            return { id: String(weeks), label: weekWords(from) };
          })}
          onChange={(weeks) => setWeeksLater(Number(weeks))}
        />
        <Switch isSelected={withPeople} onChange={setWithPeople}>
          {say('copy-week.people')}
        </Switch>
        <p className="text-ink-2">{say('copy-week.drafts')}</p>
        {already > 0 && <p className="text-needs-text">{say('copy-week.already', { count: already })}</p>}
        {left.length > 0 && (
          <div>
            <p className="font-medium">{say('copy-week.left', { count: left.length })}</p>
            <ul className="mt-1 max-h-56 overflow-y-auto border-y border-line">
              {left.map(({ shift, reasons, deed }) => (
                <li key={String(deed.input['shiftId'])} className="border-b border-line py-1.5 last:border-b-0">
                  <span className="tabular">
                    {dayWords(addDays(startDay(shift.state.period), 7 * weeksLater))} {clockWords(shift.state.period)} · {shift.state.role}
                  </span>
                  {shift.state.locationId !== null && <span className="text-ink-3"> · {names.location(shift.state.locationId)}</span>}
                  {reasons.map((reason) => (
                    <span key={reason.code} className="block text-12 text-needs-text">
                      {reasonWords(reason)}
                    </span>
                  ))}
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Dialog>
  );
}
