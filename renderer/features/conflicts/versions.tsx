import { CloudOff } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ConflictState, ConflictVersion } from '../../../shared/domain/conflict/schema.ts';
import { useNames } from '../../app/names.tsx';
import { useWords } from '../../i18n/words.ts';
import { cx, formatDayTime } from '../../ui/index.ts';
import { useFieldWords } from '../history/use-field-words.ts';
import { readableValues, sidesOf, sideSentence } from './conflict-words.ts';

/** Both versions side by side: what stands and what was kept aside. Only what people can read is shown. */
export function Versions({ conflict }: { readonly conflict: ConflictState }): ReactNode {
  const say = useWords('conflicts');
  const sides = sidesOf(conflict);
  const theirs = readableValues(conflict.theirs);
  const mine = readableValues(conflict.mine);
  const fields = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])].slice(0, 8);
  return (
    <div className="grid grid-cols-2 border-y border-line max-sm:grid-cols-1">
      <Side title={say(`sides.${sides}.theirs`)} version={conflict.theirs} values={theirs} other={mine} fields={fields} isStanding />
      <Side title={say(`sides.${sides}.mine`)} version={conflict.mine} values={mine} other={theirs} fields={fields} isStanding={false} />
    </div>
  );
}

interface SideProps {
  readonly title: string;
  readonly version: ConflictVersion | null;
  readonly values: Readonly<Record<string, unknown>>;
  readonly other: Readonly<Record<string, unknown>>;
  readonly fields: readonly string[];
  readonly isStanding: boolean;
}

function Side({ title, version, values, other, fields, isStanding }: SideProps): ReactNode {
  const say = useWords('conflicts');
  const names = useNames();
  const words = useFieldWords();
  const isDifferent = (field: string): boolean => JSON.stringify(values[field]) !== JSON.stringify(other[field]);
  const shown = fields.filter((field) => field in values);
  const zone = version === null ? null : names.siteZone(version.siteId);
  return (
    <section
      aria-label={title}
      className={cx('min-w-0 py-3', isStanding ? 'pe-4' : 'border-s border-line ps-4 max-sm:border-s-0 max-sm:border-t max-sm:ps-0')}
    >
      <h3 className="text-12 font-medium text-ink-3">{title}</h3>
      {version === null ? (
        <p className="mt-1 text-13 text-ink-2">{say('nobody-stands')}</p>
      ) : (
        <>
          <p className="mt-0.5 text-13">
            <span className="font-medium">{names.member(version.actorId)}</span> {sideSentence(version, names, words)}
          </p>
          <p className="flex flex-wrap items-center gap-x-2 text-12 text-ink-3">
            <time dateTime={version.occurredAt}>{formatDayTime(version.occurredAt, zone ?? undefined)}</time>
            <span>{names.site(version.siteId)}</span>
            {version.offline && (
              <span className="inline-flex items-center gap-1">
                <CloudOff aria-hidden className="size-3.5" />
                {say('offline')}
              </span>
            )}
          </p>
          {shown.length > 0 && (
            <dl className="mt-2 flex flex-col gap-1 text-13">
              {shown.map((field) => (
                <div key={field} className="min-w-0">
                  <dt className="text-12 text-ink-3">{words.label(field)}</dt>
                  <dd className={cx('break-words', !isStanding && isDifferent(field) && 'text-needs-text')}>
                    {words.value(field, values[field])}
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </>
      )}
    </section>
  );
}
