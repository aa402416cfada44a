import { useMemo, useState, type ReactNode } from 'react';
import { plannedPerson } from '../../../shared/domain/shift/schema.ts';
import { fitOf, scoreOf, settingsOf, type Fit } from './rules.ts';
import { useSession } from '../../app/session.tsx';
import { useCommand } from '../../app/use-command.ts';
import { reasonWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { Avatar, Button, cx, Dialog, formatPeriod, TextField } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { AsOf } from '../sync/as-of.tsx';
import { useRuleReader } from './use-rule-reader.ts';

interface AssignDialogProps {
  readonly shift: Row<'shifts'>;
  /** A draft stays a draft: the person is only noted on it until it is published. */
  readonly draftsStay?: boolean;
  readonly onClose: () => void;
}

/** Everybody for a slot, best first, each with why or why not; soft reasons can be overridden in writing. */
export function AssignDialog({ shift, draftsStay = false, onClose }: AssignDialogProps): ReactNode {
  const say = useWords('fit');
  const run = useCommand();
  const { organizationId } = useSession();
  const reader = useRuleReader(shift.state.period.start);
  const [overriding, setOverriding] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [showAll, setShowAll] = useState(false);
  const isDraft = draftsStay && shift.state.status === 'draft';
  const before = plannedPerson(shift.state);
  const people = useMemo(() => {
    const context = { reader, settings: settingsOf(reader, organizationId), countsDrafts: isDraft };
    return reader
      .find('member', 'all')
      .filter(({ id, state }) => state.status === 'active' && state.role !== 'client' && state.role !== 'auditor' && id !== before)
      .map(({ id, state }) => ({
        id,
        name: state.name,
        fit: fitOf(state, shift.state, context),
        score: scoreOf(state, shift.state, context).score,
      }))
      .toSorted((a, b) => standing(a.fit) - standing(b.fit) || b.score - a.score || (a.name < b.name ? -1 : 1));
  }, [reader, organizationId, shift, before, isDraft]);
  const shown = showAll ? people : people.filter(({ fit }, index) => fit.hard.length === 0 || index < 8);
  const assign = async (memberId: string, name: string, overrideReason: string | null): Promise<void> => {
    const command = isDraft ? 'shift.pencil' : shift.state.assigneeId !== null ? 'shift.reassign' : 'shift.assign';
    const back = { shiftId: shift.id, memberId: before, overrideReason: say('undone') };
    const undo =
      command === 'shift.assign' ? { name: 'shift.unassign', input: { shiftId: shift.id, reason: null } } : { name: command, input: back };
    const reply = await run(command, { shiftId: shift.id, memberId, overrideReason }, { done: say('assigned', { name }), undo });
    if (reply.ok) onClose();
  };
  return (
    <Dialog isOpen onClose={onClose} size="medium" title={say(before === null ? 'assign' : 'replace', { role: shift.state.role })}>
      <p className="tabular pb-2 text-13 text-ink-2">{formatPeriod(shift.state.period, shift.state.period.zone)}</p>
      <AsOf className="pb-2" />
      <ul aria-label={say('people')} className="max-h-[50vh] overflow-y-auto border-y border-line">
        {shown.map(({ id, name, fit, score }) => (
          <li key={id} className="flex items-start gap-3 border-b border-line py-2 last:border-b-0">
            <Avatar name={name} />
            <div className="min-w-0 flex-1 text-13">
              <p className="flex gap-2">
                <span className="truncate font-medium">{name}</span>
                {fit.hard.length === 0 && <span className="tabular text-ink-3">{say('score', { score: Math.round(score) })}</span>}
              </p>
              {[...fit.hard, ...fit.soft].map((why) => (
                <p key={why.code} className={cx('text-12', fit.hard.includes(why) ? 'text-stopped-text' : 'text-needs-text')}>
                  {reasonWords(why)}
                </p>
              ))}
              {overriding === id && (
                <div className="mt-2 flex items-end gap-2">
                  <TextField label={say('override-reason')} value={reason} onChange={setReason} autoFocus className="flex-1" />
                  <Button variant="primary" isDisabled={reason.trim() === ''} onPress={() => void assign(id, name, reason.trim())}>
                    {say('override-do')}
                  </Button>
                </div>
              )}
            </div>
            {fit.hard.length === 0 && overriding !== id && (
              <Button
                size="small"
                aria-label={say('choose-whom', { name })}
                onPress={() => (fit.soft.length === 0 ? void assign(id, name, null) : setOverriding(id))}
              >
                {fit.soft.length === 0 ? say('choose') : say('override')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {shown.length < people.length && (
        <Button variant="quiet" size="small" onPress={() => setShowAll(true)}>
          {say('show-all', { count: people.length - shown.length })}
        </Button>
      )}
    </Dialog>
  );
}

const standing = (fit: Fit): number => (fit.hard.length > 0 ? 2 : fit.soft.length > 0 ? 1 : 0);
