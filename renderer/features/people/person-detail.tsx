import { KeyRound, Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useNames } from '../../app/names.tsx';
import { closeDetail, useDetail } from '../../app/list-place.ts';
import { stepTo } from '../../app/router.tsx';
import { useSession } from '../../app/session.tsx';
import { useCan } from '../../app/use-can.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, Chip, dayKey, DetailFrame, Facts, Notice, Section, StatusChip, SyncMark, viewerZone } from '../../ui/index.ts';
import { useRow, useRows, type Row } from '../../view/hooks.ts';
import { HistoryPanel } from '../history/history-panel.tsx';
import { ValidityChip } from '../locations/validity-chip.tsx';
import { AvailabilityTab } from './availability-tab.tsx';
import { PersonActions } from './person-actions.tsx';
import { PersonForm } from './person-form.tsx';
import { isPlanner } from './roles.ts';
import { WeekTab } from './week-tab.tsx';
import { hoursNumber, isWork } from './weeks.ts';

/** One person: what they can do, when they work, when they are away. */
export function PersonDetail({ person, tab }: { readonly person: Row<'members'>; readonly tab: string | null }): ReactNode {
  const say = useWords('people');
  const can = useCan();
  const names = useNames();
  const { memberId, role } = useSession();
  const { id, state } = person;
  const now = useNow(600_000);
  const { rows: away } = useRows('availability', { parentId: id });
  const { rows: shifts } = useRows('shifts');
  const ahead = shifts.filter((row) => row.state.assigneeId === id && row.endsAt > now && isWork(row)).length;
  const isOwn = id === memberId;
  const mayAct = (isPlanner(role) || isOwn) && state.status !== 'removed' && !person.readOnly;
  const mayEdit = mayAct && can('member.edit');
  const { isEditing, start, leave } = useDetail('people', mayEdit);
  if (isEditing) return <PersonForm person={person} onDone={leave} />;
  return (
    <DetailFrame
      onBack={() => closeDetail('people')}
      eyebrow={
        <>
          <span>{say(`app:role.${state.role}`)}</span>
          <span>{names.site(state.homeSiteId)}</span>
        </>
      }
      title={state.name}
      status={<StatusChip noun="member" status={state.status} />}
      meta={
        <>
          <Chip tone="draft" icon={state.hasLogin ? KeyRound : Lock} look="plain">
            {say(state.hasLogin ? 'login.yes' : 'login.no')}
          </Chip>
          <SyncMark sync={person.sync} readOnly={person.readOnly} look="words" />
        </>
      }
      actions={
        <>
          {mayEdit && <Button onPress={start}>{say('edit')}</Button>}
          <PersonActions person={person} planned={ahead} />
        </>
      }
      tab={tab ?? 'profile'}
      onTab={(name) => stepTo(`/people/${id}/${name}`, { replace: true })}
      tabs={[
        { id: 'profile', label: say('tab.profile'), content: <ProfileTab person={person} now={now} /> },
        { id: 'shifts', label: say('tab.shifts'), count: ahead, content: <WeekTab person={person} /> },
        {
          id: 'away',
          label: say('tab.away'),
          count: away.filter((row) => !row.state.removed && row.endsAt > now).length,
          content: <AvailabilityTab person={person} mayRecord={mayAct && can('availability.record')} />,
        },
        { id: 'history', label: say('tab.history'), content: <HistoryPanel about={{ type: 'member', id }} /> },
      ]}
    >
      {state.statusReason !== null && <Notice tone="needs">{say('because', { reason: state.statusReason })}</Notice>}
      {!mayAct && state.status !== 'removed' && <Notice tone="locked">{say('read-only')}</Notice>}
    </DetailFrame>
  );
}

function ProfileTab({ person, now }: { readonly person: Row<'members'>; readonly now: string }): ReactNode {
  const say = useWords('people');
  const names = useNames();
  const { organizationId } = useSession();
  const settings = useRow('organizations', organizationId)?.state.settings;
  const { state } = person;
  const today = dayKey(now, names.siteZone(state.homeSiteId) ?? viewerZone());
  const none = <span className="text-ink-3">{say('not-said')}</span>;
  const link = (href: string, words: string): ReactNode => (
    <a className="break-all underline decoration-accent-line underline-offset-2" href={href}>
      {words}
    </a>
  );
  return (
    <div>
      <Section title={say('contact')}>
        <Facts
          facts={[
            { label: say('field.phone'), value: state.phone === null ? none : link(`tel:${state.phone}`, state.phone) },
            { label: say('field.email'), value: state.email === null ? none : link(`mailto:${state.email}`, state.email) },
          ]}
        />
      </Section>
      <Section title={say('skills.title')}>
        {state.skills.length === 0 && state.certificates.length === 0 && <p className="text-13 text-ink-3">{say('skills.none')}</p>}
        {state.skills.length > 0 && (
          <ul className="flex flex-wrap gap-1.5">
            {state.skills.map((skill) => (
              <li key={skill} className="max-w-full">
                <Chip tone="draft">{skill}</Chip>
              </li>
            ))}
          </ul>
        )}
        {state.certificates.length > 0 && (
          <ul className="mt-3">
            {state.certificates.map((certificate, index) => (
              <li key={index} className="flex min-h-row flex-wrap items-center gap-x-3 border-b border-line py-1 text-13 last:border-b-0">
                <span className="min-w-32 flex-1 break-words">{certificate.name}</span>
                <ValidityChip day={certificate.validUntil} today={today} />
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={say('limits.title')}>
        <p className="text-13">
          {state.maxMinutesPerWeek === null
            ? say('limits.organization', { hours: hoursNumber(settings?.maxMinutesPerWeek ?? 0) })
            : say('limits.own', { hours: hoursNumber(state.maxMinutesPerWeek) })}
        </p>
      </Section>
      {state.notes !== '' && (
        <Section title={say('field.notes')}>
          <p className="max-w-prose text-13 break-words whitespace-pre-wrap">{state.notes}</p>
        </Section>
      )}
    </div>
  );
}
