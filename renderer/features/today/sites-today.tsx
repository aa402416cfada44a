import type { ReactNode } from 'react';
import type { SiteContact } from '../../../shared/ipc/bridge.ts';
import { useNames } from '../../app/names.tsx';
import { useWords } from '../../i18n/words.ts';
import { Certainty, Section } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { onSiteAt } from './day-axis.ts';

/** Each site's last word, and who is on site there. */
export function SitesToday({
  sites,
  shifts,
}: {
  readonly sites: readonly SiteContact[];
  readonly shifts: readonly Row<'shifts'>[];
}): ReactNode {
  const say = useWords('today');
  const names = useNames();
  if (sites.length === 0) return null;
  return (
    <Section level={2} title={say('room.sites')}>
      <ul className="grid gap-x-8 sm:grid-cols-2">
        {sites.map((site) => {
          const here = onSiteAt(site.siteId, shifts);
          return (
            <li key={site.siteId} className="flex min-h-row items-center gap-3 text-13">
              <span className="min-w-0 flex-1 truncate">
                {names.site(site.siteId)}
                {here.length > 0 && <span className="text-ink-3"> · {here.map(names.member).join(', ')}</span>}
              </span>
              {site.online > 0 ? (
                <span className="text-12 text-ink-2">{say('room.online', { count: site.online })}</span>
              ) : site.lastSeenAt === null ? (
                <span className="text-12 text-ink-3">{say(site.devices === 0 ? 'room.no-device' : 'room.never')}</span>
              ) : (
                <Certainty kind="unknown" lastHeardAt={site.lastSeenAt} />
              )}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
