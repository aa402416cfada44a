import { Download, RefreshCw, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import type { SyncStatus } from '../../../shared/ipc/bridge.ts';
import { reasonWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { Link } from '../../app/router.tsx';
import { useNow } from '../../app/clock.ts';
import { useCan } from '../../app/use-can.ts';
import { Button, Chip, formatAgo, formatNumber, IconButton, toast } from '../../ui/index.ts';
import { useBridge, useSyncStatus } from '../../view/hooks.ts';
import { explain } from './explain.ts';
import { SignInForm } from '../sign-in/sign-in.tsx';
import { SetAside } from './set-aside.tsx';
import { SitesHeard } from './sites-heard.tsx';
import { counted, isAlone, isRevoked, isStopped, needing, since } from './sync-words.ts';

/** Plain words and true numbers: what is saved here, what was sent, what waits and since when, what works now. */
export function SyncSheet({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }): ReactNode {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable
      className="fixed inset-0 z-40 bg-shade"
    >
      <Modal className="absolute inset-y-0 start-0 w-[26rem] max-w-full bg-raised shadow-lift">
        <Dialog className="flex h-full flex-col outline-none">
          <SheetBody onClose={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function SheetBody({ onClose }: { readonly onClose: () => void }): ReactNode {
  const say = useWords('sync');
  const status = useSyncStatus();
  return (
    <>
      <header className="flex items-center justify-between gap-4 px-5 pt-4 pb-2">
        <Heading slot="title" className="text-15">
          {say('sheet.title')}
        </Heading>
        <IconButton icon={X} label={say('sheet.close')} size="small" onPress={onClose} className="-me-1.5" />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">
        {status === null ? <p className="text-ink-2">{say('pill.starting')}</p> : <Contents status={status} onClose={onClose} />}
      </div>
      {status !== null && <Actions status={status} />}
    </>
  );
}

function Contents({ status, onClose }: { readonly status: SyncStatus; readonly onClose: () => void }): ReactNode {
  const say = useWords('sync');
  useNow();
  const { tone, icon, state, safe, todo } = explain(status);
  const decides = useCan()('conflict.resolve');
  const waiting = status.pending - status.sent;
  return (
    <>
      <Chip tone={tone} icon={icon}>
        {state}
      </Chip>
      <p className="mt-2 text-13">{safe}</p>
      {todo !== null && <p className="mt-1 text-13 text-ink-2">{todo}</p>}
      {status.phase === 'authNeeded' && !isRevoked(status) && <SignInAgain />}
      {status.problem !== null && (
        <p className="mt-2 rounded-control bg-needs-soft px-3 py-2 text-13 text-needs-text">{reasonWords(status.problem)}</p>
      )}
      <dl className="tabular mt-4 border-t border-line text-13">
        <Row
          label={say('sheet.waiting')}
          value={formatNumber(waiting)}
          note={waiting > 0 && status.oldestUnsentAt !== null ? say('sheet.since', { time: since(status.oldestUnsentAt) }) : null}
        />
        <Row label={say('sheet.sent')} value={formatNumber(status.sent)} note={status.sent > 0 ? say('sheet.sent-note') : null} />
        <Row
          label={say('sheet.confirmed')}
          value={say('sheet.of', { done: formatNumber(status.cursor), total: formatNumber(status.head) })}
          note={status.cursor < status.head ? say('sheet.behind', { count: status.head - status.cursor }) : say('sheet.up-to-date')}
        />
        {status.olderLog !== null && (
          <Row label={say('sheet.older')} value={say('sheet.of', counted(status.olderLog))} note={say('sheet.older-note')} />
        )}
        <Row
          label={say('sheet.last-contact')}
          value={status.lastContactAt === null ? '—' : formatAgo(status.lastContactAt)}
          note={status.lastContactAt === null ? say('sheet.never') : since(status.lastContactAt)}
        />
      </dl>
      <PendingByType status={status} />
      {needing(status, decides) > 0 && (
        <section className="mt-4 rounded-control bg-needs-soft px-3 py-2.5 text-13">
          <h3 className="text-needs-text">{say('sheet.needs-you')}</h3>
          <ul className="mt-1 text-ink">
            {decides && status.openConflicts > 0 && <li>{say('sheet.conflicts', { count: status.openConflicts })}</li>}
            {status.refused > 0 && <li>{say('sheet.refused', { count: status.refused })}</li>}
            {status.parked > 0 && <li>{say('sheet.parked', { count: status.parked })}</li>}
          </ul>
          {status.parked > 0 && <SetAside count={status.parked} />}
          <div className="mt-1.5">
            <Link to="/inbox" onPress={onClose}>
              {say('sheet.open-inbox')}
            </Link>
          </div>
        </section>
      )}
      <WhatWorks reach={isAlone(status) || status.phase === 'pushBlocked' ? 'alone' : isStopped(status) ? 'stopped' : 'online'} />
      <SitesHeard status={status} />
      {status.clockOffsetMs !== null && Math.abs(status.clockOffsetMs) > 120_000 && (
        <p className="mt-4 rounded-control bg-needs-soft px-3 py-2 text-13 text-needs-text">
          {say(status.clockOffsetMs > 0 ? 'sheet.clock-fast' : 'sheet.clock-slow', {
            minutes: Math.round(Math.abs(status.clockOffsetMs) / 60_000),
          })}
        </p>
      )}
    </>
  );
}

/** The same person comes back, with the password or a one-time code; what waits then goes out by itself. */
function SignInAgain(): ReactNode {
  const say = useWords('sync');
  const words = useWords('sign-in');
  const bridge = useBridge();
  const [way, setWay] = useState<'password' | 'code'>('password');
  const other = way === 'password' ? 'code' : 'password';
  return (
    <section aria-label={say('pill.sign-in')} className="mt-3 rounded-control border border-line p-3">
      <SignInForm key={way} way={way} bridge={bridge} onSignedIn={() => toast({ tone: 'done', title: say('sheet.signed-in') })} />
      <Button variant="quiet" size="small" className="-ms-2 mt-2" onPress={() => setWay(other)}>
        {words(`${other}.instead`)}
      </Button>
    </section>
  );
}

function Row({ label, value, note }: { readonly label: string; readonly value: string; readonly note: string | null }): ReactNode {
  return (
    <div className="flex items-baseline gap-3 border-b border-line py-1.5">
      <dt className="text-ink-2">{label}</dt>
      <dd className="ms-auto flex items-baseline gap-2 text-end">
        {note !== null && <span className="text-12 text-ink-3">{note}</span>}
        <span className="font-medium">{value}</span>
      </dd>
    </div>
  );
}

function PendingByType({ status }: { readonly status: SyncStatus }): ReactNode {
  const say = useWords('sync');
  const kinds = Object.entries(status.pendingByType).filter(([, count]) => count > 0);
  if (kinds.length === 0) return null;
  return (
    <p className="tabular mt-2 text-12 text-ink-3">
      {say('sheet.made-of')} {kinds.map(([type, count]) => say(`app:count.${type}`, { count })).join(', ')}
    </p>
  );
}

type Reach = 'online' | 'alone' | 'stopped';

const WORKS: Readonly<Record<Reach, readonly string[]>> = {
  online: ['works-all'],
  alone: ['works-plan', 'works-field', 'works-find'],
  stopped: ['works-find', 'works-kept'],
};

function WhatWorks({ reach }: { readonly reach: Reach }): ReactNode {
  const say = useWords('sync');
  const works = WORKS[reach];
  const waits = reach === 'alone' ? ['waits-answers', 'waits-others', 'waits-invite'] : [];
  return (
    <section className="mt-4">
      <h3 className="text-13">{say('sheet.works-now')}</h3>
      <ul className="mt-1 list-disc space-y-0.5 ps-4 text-13 text-ink-2 marker:text-approved">
        {works.map((key) => (
          <li key={key}>{say(`sheet.${key}`)}</li>
        ))}
      </ul>
      {waits.length > 0 && (
        <>
          <h3 className="mt-3 text-13">{say('sheet.waits')}</h3>
          <ul className="mt-1 list-disc space-y-0.5 ps-4 text-13 text-ink-2 marker:text-ink-3">
            {waits.map((key) => (
              <li key={key}>{say(`sheet.${key}`)}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Actions({ status }: { readonly status: SyncStatus }): ReactNode {
  const say = useWords('sync');
  const bridge = useBridge();
  const [isBusy, setIsBusy] = useState(false);
  const syncNow = async (): Promise<void> => {
    setIsBusy(true);
    const reply = await bridge.sync.now();
    setIsBusy(false);
    toast(
      reply.ok
        ? { tone: 'info', title: say('sheet.tried') }
        : { tone: 'info', title: say('sheet.still-offline'), detail: say('sheet.safe') },
    );
  };
  return (
    <footer className="flex gap-2 border-t border-line px-5 py-3">
      <Button icon={RefreshCw} isPending={isBusy} onPress={() => void syncNow()}>
        {say(isAlone(status) ? 'sheet.retry' : 'sheet.sync-now')}
      </Button>
      {status.pending + status.parked > 0 && (
        <Button variant="quiet" icon={Download} onPress={() => void exportUnsent(bridge, say)}>
          {say('sheet.export')}
        </Button>
      )}
    </footer>
  );
}

/** Saves unsent work as a file at a place the person chooses, and says how much it was. */
export async function exportUnsent(bridge: ReturnType<typeof useBridge>, say: ReturnType<typeof useWords>): Promise<void> {
  const reply = await bridge.files.exportUnsent();
  if (reply.ok) toast({ tone: 'done', title: say('sheet.exported', { count: reply.value.events }) });
  else toast({ tone: 'refused', title: say('sheet.not-exported'), detail: say('sheet.safe') });
}
