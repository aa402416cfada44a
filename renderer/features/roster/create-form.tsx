import { useMemo, useState, type ReactNode } from 'react';
import type { Period } from '../../../shared/domain/kernel/time.ts';
import type { BridgeReply, CommandReceipt } from '../../../shared/ipc/bridge.ts';
import { useNames } from '../../app/names.tsx';
import { newId } from '../../app/new-id.ts';
import { useSession } from '../../app/session.tsx';
import { fieldError, useCommand } from '../../app/use-command.ts';
import { errorWords, reasonWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, PeriodField, periodInZone, PickField, TextField, toPeriod, viewerZone } from '../../ui/index.ts';
import { useRows } from '../../view/hooks.ts';
import { fitOf, type FitContext } from '../fit/rules.ts';
import type { Target } from './moves.ts';
import { dayWords, startDay } from './week.ts';

interface CreateFormProps {
  readonly target: Target;
  /** Roles in use, most frequent first. */
  readonly roles: readonly string[];
  readonly rules: FitContext | null;
  readonly onDone: (created: string | null) => void;
}

/** A shift in one short form: role and times; a booking and a person when they are known. */
export function CreateForm({ target, roles, rules, onDone }: CreateFormProps): ReactNode {
  const say = useWords('roster');
  const run = useCommand();
  const names = useNames();
  const { siteId } = useSession();
  const { rows: members } = useRows('members', { status: 'active' });
  const near = useMemo(
    () => ({ from: `${target.day}T00:00:00.000Z`, to: new Date(Date.parse(target.day) + 2 * 86_400_000).toISOString() }),
    [target.day],
  );
  const { rows: bookings } = useRows('bookings', {
    during: near,
    status: ['draft', 'pending_approval', 'changes_requested', 'approved', 'in_progress'],
  });
  const [role, setRole] = useState(roles[0] ?? '');
  const [bookingId, setBookingId] = useState<string | null>(null);
  const [personId, setPersonId] = useState<string | null>(target.memberId);
  const [period, setPeriod] = useState<Period>(() =>
    toPeriod(`${target.day}T10:00`, `${target.day}T18:00`, names.siteZone(siteId) ?? viewerZone()),
  );
  const [override, setOverride] = useState('');
  const [reply, setReply] = useState<BridgeReply<CommandReceipt> | null>(null);
  const [wasTried, setWasTried] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const [shiftId] = useState(newId);
  const booking = bookings.find(({ id }) => id === bookingId) ?? null;
  const site = booking?.state.siteId ?? siteId;
  const person = personId === null ? null : (members.find(({ id }) => id === personId) ?? null);
  const fit = useMemo(() => {
    if (person === null || rules === null) return null;
    const slot = {
      id: shiftId,
      role,
      skills: [],
      period,
      travelMinutes: rules.settings.travelMinutes,
      siteId: site,
      locationId: booking?.state.locationId ?? null,
    };
    return fitOf(person.state, slot, { ...rules, countsDrafts: true });
  }, [person, rules, shiftId, role, period, site, booking]);
  const endsFirst = period.endLocal <= period.startLocal;
  const isBlocked =
    role.trim() === '' || endsFirst || (fit !== null && (fit.hard.length > 0 || (fit.soft.length > 0 && override.trim() === '')));

  const choose = (id: string | null): void => {
    setBookingId(id);
    const chosen = bookings.find((row) => row.id === id)?.state;
    if (chosen === undefined) return setPeriod(periodInZone(period, names.siteZone(siteId) ?? viewerZone()));
    setPeriod(chosen.period);
    const need = chosen.staffNeeds[0]?.role;
    if (need !== undefined) setRole(need);
  };
  const save = async (isDraft: boolean): Promise<void> => {
    setWasTried(true);
    if (isBlocked || isPending) return;
    setIsPending(true);
    const input = {
      shiftId,
      bookingId,
      needId: null,
      locationId: booking?.state.locationId ?? null,
      siteId: site,
      role: role.trim(),
      skills: [],
      period,
      notes: '',
      assigneeId: personId,
      overrideReason: fit !== null && fit.soft.length > 0 ? override.trim() : null,
      isDraft,
    };
    const answer = await run('shift.create', input, {
      done: say(isDraft ? 'created' : 'created-published', { role: role.trim(), day: dayWords(startDay(period)) }),
      undo: { name: 'shift.cancel', input: { shiftId, reason: say('created-undo') } },
      isQuiet: true,
    });
    // a shift with a person is published by planning them; one without stays a draft until it is said
    const published = answer.ok && !isDraft && personId === null ? await run('shift.publish', { shiftId }, { isQuiet: true }) : answer;
    setIsPending(false);
    setReply(published);
    if (answer.ok) onDone(shiftId);
  };
  const suggestions = roles.filter((name) => name !== role).slice(0, 4);
  return (
    <form
      aria-label={say('create-title')}
      className="flex h-full min-h-0 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        void save(true);
      }}
    >
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5 py-4">
        <h2 className="pe-8 text-15">{say('create-title')}</h2>
        <div>
          <TextField
            label={say('field.role')}
            value={role}
            onChange={setRole}
            autoFocus
            error={wasTried && role.trim() === '' ? say('problem.role') : fieldError(reply, 'role')}
          />
          {suggestions.length > 0 && (
            <div className="mt-1.5 flex flex-wrap gap-1.5">
              {suggestions.map((name) => (
                <Button key={name} size="small" onPress={() => setRole(name)}>
                  {name}
                </Button>
              ))}
            </div>
          )}
        </div>
        <PeriodField
          startLabel={say('field.start')}
          endLabel={say('field.end')}
          value={period}
          onChange={setPeriod}
          error={fieldError(reply, 'period') ?? fieldError(reply, 'period.end')}
        />
        <PickField
          label={say('field.booking')}
          hint={say('field.booking-hint')}
          value={bookingId}
          onChange={choose}
          choices={bookings.map(({ id, state }) => ({ id, label: state.title, detail: names.location(state.locationId) }))}
          error={fieldError(reply, 'bookingId')}
        />
        <PickField
          label={say('field.person')}
          hint={say('field.person-hint')}
          value={personId}
          onChange={setPersonId}
          choices={members
            .filter(({ state }) => state.role !== 'client' && state.role !== 'auditor')
            .map(({ id, state }) => ({ id, label: state.name, detail: state.skills.join(', ') }))}
          error={fieldError(reply, 'memberId')}
        />
        {fit !== null && fit.hard.length + fit.soft.length > 0 && (
          <ul aria-live="polite" className="flex flex-col gap-1 text-12">
            {[...fit.hard, ...fit.soft].map((reason) => (
              <li key={reason.code} className={fit.hard.includes(reason) ? 'text-stopped-text' : 'text-needs-text'}>
                {reasonWords(reason)}
              </li>
            ))}
          </ul>
        )}
        {fit !== null && fit.hard.length === 0 && fit.soft.length > 0 && (
          <TextField
            label={say('field.override')}
            value={override}
            onChange={setOverride}
            error={wasTried && override.trim() === '' ? say('problem.override') : null}
          />
        )}
      </div>
      <footer className="flex shrink-0 flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-2.5">
        {reply !== null && !reply.ok && (
          <p role="alert" className="min-w-0 basis-full text-12 text-stopped-text">
            {errorWords(reply.error)}
          </p>
        )}
        <Button variant="quiet" onPress={() => onDone(null)}>
          {say('dont-create')}
        </Button>
        <Button isDisabled={isPending || (fit !== null && fit.hard.length > 0)} onPress={() => void save(false)}>
          {say('create-publish')}
        </Button>
        <Button variant="primary" type="submit" isPending={isPending} isDisabled={fit !== null && fit.hard.length > 0}>
          {say('create')}
        </Button>
      </footer>
    </form>
  );
}
