import { ArrowRight, CloudOff, Cog, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { POLICY_ACTOR_ID, SERVER_DEVICE_ID } from '../../../shared/domain/kernel/ids.ts';
import type { HistoryEntry } from '../../../shared/ipc/bridge.ts';
import { useNames } from '../../app/names.tsx';
import { Link } from '../../app/router.tsx';
import { useSession } from '../../app/session.tsx';
import { reasonWords } from '../../i18n/reasons.ts';
import { useWords, type Say } from '../../i18n/words.ts';
import {
  Avatar,
  Certainty,
  Chip,
  cx,
  dayKey,
  durationWords,
  formatDayTime,
  formatTime,
  Hint,
  viewerZone,
  type Tone,
} from '../../ui/index.ts';
import { entryChanges, entryReason, entrySentence } from './entry-words.ts';
import type { AboutName } from './use-about-names.ts';
import { useFieldWords } from './use-field-words.ts';

const LATER_MS = 120_000;
const OUTCOME_TONES: Readonly<Partial<Record<HistoryEntry['outcome'], Tone>>> = {
  amended: 'pending',
  rejected: 'stopped',
  parked: 'stopped',
  noop: 'draft',
};

/** One thing that happened. `about` names the object, for streams of everything. */
export function HistoryLine({ entry, about }: { readonly entry: HistoryEntry; readonly about: AboutName | null }): ReactNode {
  const say = useWords('history');
  const names = useNames();
  const fields = useFieldWords();
  const isRule = entry.actorId === POLICY_ACTOR_ID;
  const isRefused = entry.outcome === 'rejected' || entry.outcome === 'parked';
  const tone = OUTCOME_TONES[entry.outcome];
  const changes = entryChanges(entry, fields);
  const reason = entryReason(entry);
  return (
    <li className="grid grid-cols-[1.5rem_1fr] gap-x-3 border-b border-line py-2.5 last:border-b-0">
      {isRule ? (
        <span aria-hidden className="flex size-6 items-center justify-center rounded-full bg-sunken text-ink-3">
          <Cog className="size-3.5" />
        </span>
      ) : (
        <Avatar name={names.member(entry.actorId)} />
      )}
      <div className="min-w-0">
        <p className="text-13">
          <span className="font-medium">{names.member(entry.actorId)}</span>{' '}
          <span className={cx(isRefused && 'line-through decoration-stopped')}>{entrySentence(entry, names, fields)}</span>
          {about !== null && (
            <>
              {' · '}
              {about.address === null ? about.words : <Link to={about.address}>{about.words}</Link>}
            </>
          )}
        </p>
        {reason !== null && <p className="mt-0.5 text-13 text-ink-2">{say('because', { reason })}</p>}
        {changes.length > 0 && (
          <dl className="mt-1 flex flex-col gap-0.5 text-12">
            {changes.map(({ label, from, to }) => (
              <div key={label} className="flex min-w-0 flex-wrap items-baseline gap-x-2">
                <dt className="text-ink-3">{label}</dt>
                <dd className="flex min-w-0 flex-wrap items-baseline gap-x-1.5">
                  {from !== null && (
                    <>
                      <del className="break-words text-ink-3">{from}</del>
                      <ArrowRight aria-hidden className="size-3 shrink-0 self-center text-ink-3 rtl:rotate-180" />
                    </>
                  )}
                  <ins className="break-words no-underline">{to}</ins>
                </dd>
              </div>
            ))}
          </dl>
        )}
        <div className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-12 text-ink-3">
          <WhenAndWhere entry={entry} say={say} />
          {entry.outcome === 'waiting' && <Certainty kind="provisional">{say('waiting')}</Certainty>}
          {tone !== undefined && <Chip tone={tone}>{say(`outcome.${entry.outcome}`)}</Chip>}
        </div>
        {entry.reason !== null && <p className="mt-1 text-12 text-ink-2">{reasonWords(entry.reason)}</p>}
        {entry.anomalies.map((anomaly) => (
          <p key={anomaly.code} className="mt-1 flex items-start gap-1 text-12 text-needs-text">
            <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            {reasonWords(anomaly)}
          </p>
        ))}
      </div>
    </li>
  );
}

function WhenAndWhere({ entry, say }: { readonly entry: HistoryEntry; readonly say: Say }): ReactNode {
  const names = useNames();
  const { deviceId } = useSession();
  const device =
    entry.deviceId === deviceId
      ? say('this-device')
      : entry.deviceId === SERVER_DEVICE_ID
        ? say('server')
        : say('device', { code: entry.deviceId.slice(-4).toUpperCase() });
  const gapMs = entry.recordedAt === null ? 0 : Date.parse(entry.recordedAt) - Date.parse(entry.occurredAt);
  const isElsewhere = formatTime(entry.occurredAt, entry.zone) !== formatTime(entry.occurredAt, viewerZone());
  // it stands under the viewer's day; where it was another day there, that day is said
  const format = dayKey(entry.occurredAt, entry.zone) === dayKey(entry.occurredAt) ? formatTime : formatDayTime;
  return (
    <>
      <time dateTime={entry.occurredAt}>
        {format(entry.occurredAt, entry.zone)}
        {isElsewhere && ` (${say('ui:for-you', { time: formatTime(entry.occurredAt, viewerZone()) })})`}
      </time>
      {entry.actorId === POLICY_ACTOR_ID ? (
        <span>{say('rule')}</span>
      ) : (
        <span>
          {names.site(entry.siteId)}, {device}
        </span>
      )}
      {entry.offline && (
        <Hint text={say('offline-hint')} className="inline-flex items-center gap-1 rounded-small">
          <CloudOff aria-hidden className="size-3.5" />
          {say('offline')}
        </Hint>
      )}
      {entry.recordedAt !== null && gapMs > LATER_MS && (
        <span>{say('recorded-later', { gap: durationWords(entry.occurredAt, entry.recordedAt) })}</span>
      )}
    </>
  );
}
