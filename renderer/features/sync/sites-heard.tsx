import type { ReactNode } from 'react';
import type { SyncStatus } from '../../../shared/ipc/bridge.ts';
import { useNow } from '../../app/clock.ts';
import { useNames } from '../../app/names.tsx';
import { useSession } from '../../app/session.tsx';
import { useWords } from '../../i18n/words.ts';
import { Chip, cx, formatAgo } from '../../ui/index.ts';

const SILENT_MS = 5 * 60_000;

/** Each site's last word: silence is shown with its age, never guessed away. */
export function SitesHeard({ status }: { readonly status: SyncStatus }): ReactNode {
  const say = useWords('sync');
  const names = useNames();
  const { siteId } = useSession();
  const now = useNow();
  if (status.sites.length === 0) return null;
  const asOf = status.offlineSince;
  return (
    <section className="mt-4">
      <h3 className="text-13">{say('sheet.sites')}</h3>
      {asOf !== null && <p className="text-12 text-ink-3">{say('sheet.sites-as-of', { ago: formatAgo(asOf) })}</p>}
      <ul className="mt-1">
        {status.sites.map((site) => {
          const isOnline = site.online > 0 && asOf === null;
          // a site without a device is not silent: there is nobody who could speak
          const isSilent =
            site.devices > 0 &&
            !isOnline &&
            (asOf !== null || site.lastSeenAt === null || Date.parse(now) - Date.parse(site.lastSeenAt) > SILENT_MS);
          return (
            <li key={site.siteId} className="flex min-h-8 items-center gap-2 border-b border-line text-13">
              <span
                aria-hidden
                data-certainty={isSilent ? 'unknown' : undefined}
                className={cx(
                  'size-3 shrink-0 rounded-small border',
                  isSilent ? 'border-ink-3' : site.devices === 0 ? 'border-line-strong' : 'border-approved bg-approved',
                )}
              />
              <span className="min-w-0 truncate">
                {names.site(site.siteId)}
                {site.siteId === siteId && <span className="text-ink-3"> {say('sheet.here')}</span>}
              </span>
              {isOnline ? (
                <Chip tone="approved" look="plain" className="ms-auto">
                  {say('sheet.site-online', { online: site.online, devices: site.devices })}
                </Chip>
              ) : (
                <span className="tabular ms-auto text-12 text-ink-2">
                  {site.lastSeenAt === null
                    ? say(site.devices === 0 ? 'sheet.site-no-device' : 'sheet.site-never')
                    : say('sheet.site-seen', { ago: formatAgo(site.lastSeenAt) })}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
