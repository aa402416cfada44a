import { Download, LogOut } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import type { ServerChoice } from '../../../shared/ipc/bridge.ts';
import { useNames } from '../../app/names.tsx';
import { useAppInfo, useSession, useSignedOut } from '../../app/session.tsx';
import { errorWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, Dialog, Facts, formatNumber, Section, toast } from '../../ui/index.ts';
import { useBridge, useSyncStatus, useViewStatus } from '../../view/hooks.ts';
import { ServerAddress } from '../sign-in/server-address.tsx';
import { exportUnsent } from '../sync/sync-sheet.tsx';

/** This device, this account, and the way out, which never loses unsent work. */
export function Device(): ReactNode {
  const say = useWords('settings');
  const sync = useWords('sync');
  const session = useSession();
  const info = useAppInfo();
  const names = useNames();
  const bridge = useBridge();
  const status = useSyncStatus();
  const view = useViewStatus();
  const [isLeaving, setIsLeaving] = useState(false);
  const [server, setServer] = useState<ServerChoice | null>(null);
  const [isMoving, setIsMoving] = useState(false);
  useEffect(() => void bridge.server.read().then(setServer), [bridge]);
  const pending = (status?.pending ?? 0) + (status?.parked ?? 0);
  return (
    <>
      <Section level={2} title={say('device.account')}>
        <Facts
          facts={[
            { label: say('device.person'), value: session.memberName },
            { label: say('device.role'), value: say(`app:role.${session.role}`) },
            { label: say('device.organization'), value: session.organizationName },
            { label: say('device.site'), value: names.site(session.siteId) },
          ]}
        />
      </Section>
      <Section level={2} title={say('device.title')}>
        <Facts
          facts={[
            { label: say('device.code'), value: <span className="tabular">{session.deviceId.slice(-4).toUpperCase()}</span> },
            { label: say('device.server'), value: server?.address ?? session.serverUrl },
            { label: say('device.version'), value: `${info.version} · ${say(`device.host-${info.host}`)}` },
            { label: say('device.unsent'), value: <span className="tabular">{formatNumber(pending)}</span> },
            ...(view.storage === 'fallback' ? [{ label: say('device.cache'), value: say('app:from-memory') }] : []),
          ]}
        />
        {pending > 0 && (
          <Button className="mt-4" icon={Download} onPress={() => void exportUnsent(bridge, sync)}>
            {sync('sheet.export')}
          </Button>
        )}
      </Section>
      {server?.canChange === true && (
        <Button className="-mt-2" onPress={() => setIsMoving(true)}>
          {say('device.change-server')}
        </Button>
      )}
      {isMoving && server !== null && (
        <Dialog isOpen onClose={() => setIsMoving(false)} size="medium" title={say('device.change-server')} actions={null}>
          <ServerAddress
            bridge={bridge}
            address={server.address}
            unsent={pending}
            onChosen={(choice) => {
              setServer(choice);
              setIsMoving(false);
              toast({ tone: 'done', title: say('sign-in:server.changed', { address: choice.address }) });
            }}
          />
        </Dialog>
      )}
      <Section level={2} title={say('sign-out.title')}>
        <p className="mb-3 text-13 text-ink-2">{say('sign-out.detail')}</p>
        <Button icon={LogOut} variant="danger" onPress={() => setIsLeaving(true)}>
          {say('sign-out.action')}
        </Button>
      </Section>
      {isLeaving && <SignOut pending={pending} onClose={() => setIsLeaving(false)} />}
    </>
  );
}

function SignOut({ pending, onClose }: { readonly pending: number; readonly onClose: () => void }): ReactNode {
  const say = useWords('settings');
  const sync = useWords('sync');
  const bridge = useBridge();
  const signedOut = useSignedOut();
  const [isBusy, setIsBusy] = useState(false);
  const leave = async (): Promise<void> => {
    setIsBusy(true);
    const reply = await bridge.session.signOut({ leaveUnsent: pending > 0 });
    setIsBusy(false);
    if (reply.ok) signedOut();
    else toast({ tone: 'refused', title: errorWords(reply.error), detail: say('ui:error-safe') });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      role="alertdialog"
      size="medium"
      title={pending > 0 ? say('sign-out.unsent-title', { count: pending }) : say('sign-out.sure-title')}
      actions={
        <>
          {pending > 0 && (
            <Button className="me-auto" icon={Download} onPress={() => void exportUnsent(bridge, sync)}>
              {sync('sheet.export')}
            </Button>
          )}
          <Button variant={pending > 0 ? 'primary' : 'quiet'} onPress={onClose}>
            {say('sign-out.stay')}
          </Button>
          <Button variant="danger" isPending={isBusy} onPress={() => void leave()}>
            {pending > 0 ? say('sign-out.anyway') : say('sign-out.action')}
          </Button>
        </>
      }
    >
      <p className="text-13 text-ink-2">{pending > 0 ? say('sign-out.unsent-detail') : say('sign-out.sure-detail')}</p>
    </Dialog>
  );
}
