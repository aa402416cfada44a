import { useState, type ReactNode } from 'react';
import { useNames } from '../../app/names.tsx';
import { closeDetail, useDetail } from '../../app/list-place.ts';
import { stepTo } from '../../app/router.tsx';
import { useCan } from '../../app/use-can.ts';
import { useCommand } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, DetailFrame, Menu, Notice, ReasonDialog, StatusChip, SyncMark } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { HistoryPanel } from '../history/history-panel.tsx';
import { ContentsTab } from './contents-tab.tsx';
import { OUT } from './lanes.ts';
import { KitForm } from './kit-form.tsx';
import { KitPlan } from './kit-plan.tsx';
import { NowTab } from './now-tab.tsx';

interface KitDetailProps {
  readonly kit: Row<'kits'>;
  readonly live: readonly Row<'allocations'>[];
  readonly tab: string | null;
}

type Asking = 'maintenance' | 'quarantine' | 'retire';
const COMMANDS: Readonly<Record<Asking, string>> = {
  maintenance: 'kit.send_to_maintenance',
  quarantine: 'kit.quarantine',
  retire: 'kit.retire',
};

/** One case: where it is in its round, what is in it, when it is free. */
export function KitDetail({ kit, live, tab }: KitDetailProps): ReactNode {
  const say = useWords('kits');
  const names = useNames();
  const can = useCan();
  const run = useCommand();
  const [asking, setAsking] = useState<Asking | null>(null);
  const { id, state } = kit;
  const current = live[0];
  const mayEdit = can('kit.edit') && !kit.readOnly && state.status !== 'retired';
  const { isEditing, start, leave } = useDetail('kits', mayEdit);
  if (isEditing) return <KitForm kit={kit} onDone={leave} />;
  const kinds: readonly Asking[] =
    state.status === 'available' ? ['maintenance', 'quarantine', 'retire'] : state.status === 'retired' ? [] : ['retire'];
  const actions = [
    ...(state.status !== 'available' && state.status !== 'retired' && can('kit.restore')
      ? [
          {
            id: 'restore',
            label: say('kit.restore'),
            onAction: () => void run('kit.restore', { kitId: id }, { done: say('done.restore', { kit: state.name }) }),
          },
        ]
      : []),
    ...kinds
      .filter((kind) => can(COMMANDS[kind]))
      .map((kind) => ({ id: kind, label: say(`kit.${kind}`), isDangerous: kind === 'retire', onAction: () => setAsking(kind) })),
  ];
  return (
    <>
      <DetailFrame
        onBack={() => closeDetail('kits')}
        eyebrow={
          <>
            <span className="tabular">{state.code}</span>
            <span className="truncate">{state.kitKind}</span>
          </>
        }
        title={state.name}
        status={
          current !== undefined && OUT.has(current.state.status) ? (
            <StatusChip noun="allocation" status={current.state.status} />
          ) : (
            <StatusChip noun="kit" status={state.status} />
          )
        }
        meta={
          <>
            <span>{names.site(state.homeSiteId)}</span>
            <SyncMark sync={kit.sync} readOnly={kit.readOnly} look="words" />
          </>
        }
        actions={
          <>
            {mayEdit && <Button onPress={start}>{say('edit')}</Button>}
            {actions.length > 0 && <Menu label={state.name} actions={actions} />}
          </>
        }
        tab={tab ?? 'now'}
        onTab={(name) => stepTo(`/kits/${id}/${name}`, { replace: true })}
        tabs={[
          { id: 'now', label: say('tab.now'), content: <NowTab kit={kit} live={live} /> },
          {
            id: 'contents',
            label: say('tab.contents'),
            count: state.contents.length,
            content: <ContentsTab kit={kit} mayEdit={mayEdit && can('kit.change_contents')} />,
          },
          { id: 'plan', label: say('tab.plan'), content: <KitPlan kit={kit} /> },
          { id: 'history', label: say('tab.history'), content: <HistoryPanel about={{ type: 'kit', id }} /> },
        ]}
      >
        {!can('kit.edit') && <Notice tone="locked">{say('read-only.role')}</Notice>}
        {state.statusReason !== null && <Notice tone="needs">{say('because', { reason: state.statusReason })}</Notice>}
      </DetailFrame>
      {asking !== null && (
        <ReasonDialog
          isOpen
          onClose={() => setAsking(null)}
          title={say(`ask.${asking}`, { name: state.name })}
          consequence={say(asking === 'retire' ? 'why.retire' : 'why.out')}
          action={say(`kit.${asking}`)}
          isDangerous={asking === 'retire'}
          onConfirm={async (reason) =>
            (await run(COMMANDS[asking], { kitId: id, reason }, { done: say(`done.${asking}`, { kit: state.name }) })).ok
          }
        />
      )}
    </>
  );
}
