import { RotateCcw } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import type { BridgeReply, SetAsideItem } from '../../../shared/ipc/bridge.ts';
import { useNames } from '../../app/names.tsx';
import { errorWords, reasonWords } from '../../i18n/reasons.ts';
import { hasWords, useWords } from '../../i18n/words.ts';
import { Button, toast } from '../../ui/index.ts';
import { useBridge } from '../../view/hooks.ts';
import { since } from './sync-words.ts';

/** What the server could not take, one by one: what it was, why, and the two things a person can do about it. */
export function SetAside({ count }: { readonly count: number }): ReactNode {
  const say = useWords('sync');
  const bridge = useBridge();
  const names = useNames();
  const [items, setItems] = useState<readonly SetAsideItem[]>([]);
  const [busy, setBusy] = useState<string | null>(null);
  useEffect(() => {
    let isWanted = true;
    void bridge.setAside.read().then((reply) => {
      if (isWanted && reply.ok) setItems(reply.value);
    });
    return () => {
      isWanted = false;
    };
  }, [bridge, count]);
  const decide = async (txnId: string, ask: () => Promise<BridgeReply<{ readonly events: number }>>, done: string): Promise<void> => {
    setBusy(txnId);
    const reply = await ask();
    setBusy(null);
    if (!reply.ok) {
      toast({ tone: 'refused', title: errorWords(reply.error), detail: say('sheet.safe') });
      return;
    }
    setItems((before) => before.filter((item) => item.txnId !== txnId));
    toast({ tone: 'info', title: done });
  };
  if (items.length === 0) return null;
  return (
    <ul data-set-aside className="mt-2 flex flex-col divide-y divide-line border-t border-line">
      {items.map(({ txnId, about, types, reason, occurredAt }) => (
        <li key={txnId} className="py-2">
          <p className="font-medium break-words">{names.object(about.type, about.id)}</p>
          <p className="text-12 text-ink-2">
            {[...new Set(types)].map(typeWords).join(', ')} · {since(occurredAt)}
          </p>
          {reason !== null && <p className="text-12 break-words text-ink-2">{reasonWords(reason)}</p>}
          <div className="mt-1 flex flex-wrap gap-1">
            <Button
              size="small"
              icon={RotateCcw}
              isPending={busy === txnId}
              onPress={() => void decide(txnId, () => bridge.setAside.retry({ txnId }), say('set-aside.retried'))}
            >
              {say('set-aside.retry')}
            </Button>
            <Button
              size="small"
              variant="quiet"
              isDisabled={busy === txnId}
              onPress={() => void decide(txnId, () => bridge.setAside.dismiss({ txnId }), say('set-aside.dismissed'))}
            >
              {say('set-aside.dismiss')}
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );

  function typeWords(type: string): string {
    const key = `history:event.${type.replace('.', '-')}`;
    return hasWords(key) ? say(key) : type.replace(/^.*\./, '').replaceAll('_', ' ');
  }
}
