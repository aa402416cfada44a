import type { ReactNode } from 'react';
import { navigate } from '../../app/router.tsx';
import type { ScreenProps } from '../../app/routes.tsx';
import { useCan } from '../../app/use-can.ts';
import { useWords } from '../../i18n/words.ts';
import { PageHeader, Tabs, type TabSpec } from '../../ui/index.ts';
import { ConflictInbox } from '../conflicts/conflict-inbox.tsx';
import { FieldDecisions } from '../conflicts/field-decisions.tsx';
import { Approvals } from './approvals.tsx';
import { Messages } from './messages.tsx';
import { useInboxCounts } from '../../app/inbox-count.ts';

/** What waits for this person: decisions, approvals, messages. `/inbox/decisions/0193…` */
export default function InboxScreen({ id: part, tab: openId }: ScreenProps): ReactNode {
  const say = useWords('inbox');
  const can = useCan();
  const counts = useInboxCounts();
  const decides = can('conflict.resolve');
  const tabs: readonly TabSpec[] = [
    {
      id: 'decisions',
      label: say('decisions'),
      count: counts.decisions,
      content: decides ? (
        <Fill>
          <ConflictInbox id={part === 'decisions' ? openId : null} address="/inbox/decisions" />
        </Fill>
      ) : (
        <FieldDecisions />
      ),
    },
    ...(can('booking.approve') || can('location.approve')
      ? [
          {
            id: 'approvals',
            label: say('approvals'),
            count: counts.approvals,
            content: (
              <Fill>
                <Approvals id={part === 'approvals' ? openId : null} />
              </Fill>
            ),
          },
        ]
      : []),
    {
      id: 'messages',
      label: say('messages'),
      count: counts.messages,
      content: (
        <Fill>
          <Messages />
        </Fill>
      ),
    },
  ];
  const first =
    counts.decisions > 0
      ? 'decisions'
      : counts.approvals > 0 && tabs.length === 3
        ? 'approvals'
        : counts.messages > 0
          ? 'messages'
          : 'decisions';
  const value = tabs.find(({ id }) => id === part)?.id ?? first;
  return (
    <>
      <PageHeader title={say('title')} />
      <Tabs label={say('title')} tabs={tabs} value={value} onChange={(next) => navigate(`/inbox/${next}`)} className="flex-1" />
    </>
  );
}

function Fill({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className="flex h-full min-h-0 flex-col">{children}</div>;
}
