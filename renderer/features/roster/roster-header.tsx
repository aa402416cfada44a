import { ChevronLeft, ChevronRight, CopyPlus, Plus, Send } from 'lucide-react';
import type { ReactNode } from 'react';
import { setSearch } from '../../app/router.tsx';
import { useWords } from '../../i18n/words.ts';
import { Button, IconButton, Menu, PageHeader, SearchField, Select } from '../../ui/index.ts';
import { GROUPINGS } from './grouping.ts';
import { lookFrom, setGrouping, useRosterLook } from './roster-look.ts';
import { addDays, mondayOf, weekWords, type Day } from './week.ts';

interface RosterHeaderProps {
  readonly monday: Day;
  readonly today: Day;
  readonly text: string;
  readonly draftCount: number;
  readonly mayPlan: boolean;
  readonly isPublishing: boolean;
  /** Only one thing on a screen is the primary one. */
  readonly isPrimary: boolean;
  readonly onWeek: (monday: Day) => void;
  readonly onPublish: () => void;
  readonly onCopyWeek: () => void;
  readonly onNew: () => void;
}

/** Which week, who of it, in what order; and what to do with it. */
export function RosterHeader(props: RosterHeaderProps): ReactNode {
  const say = useWords('roster');
  const { monday, today, text, draftCount, mayPlan, onWeek } = props;
  const { grouping } = useRosterLook();
  const isThisWeek = monday === mondayOf(today);
  return (
    <PageHeader
      title={say('title')}
      filters={
        <>
          <span className="flex items-center">
            <IconButton
              icon={ChevronLeft}
              label={say('week-before')}
              keys="["
              className="rtl:rotate-180"
              onPress={() => onWeek(addDays(monday, -7))}
            />
            <time dateTime={monday} className="tabular min-w-28 text-center text-13 whitespace-nowrap">
              {weekWords(monday)}
            </time>
            <IconButton
              icon={ChevronRight}
              label={say('week-after')}
              keys="]"
              className="rtl:rotate-180"
              onPress={() => onWeek(addDays(monday, 7))}
            />
          </span>
          {!isThisWeek && (
            <Button variant="quiet" onPress={() => onWeek(mondayOf(today))}>
              {say('this-week')}
            </Button>
          )}
          <SearchField
            label={say('search')}
            value={text}
            onChange={(value) => setSearch({ q: value === '' ? null : value })}
            className="w-32 xl:w-40"
          />
          <Select
            label={say('group')}
            hideLabel
            value={grouping}
            className="w-32"
            choices={GROUPINGS.map((name) => ({ id: name, label: say(`group.${name}`) }))}
            onChange={(name) => setGrouping(lookFrom(name).grouping)}
          />
        </>
      }
      actions={
        mayPlan ? (
          <>
            {draftCount > 0 && (
              <Button icon={Send} isPending={props.isPublishing} onPress={props.onPublish}>
                {say('publish', { count: draftCount })}
              </Button>
            )}
            <Button variant={props.isPrimary ? 'primary' : 'default'} icon={Plus} onPress={props.onNew}>
              {say('new')}
            </Button>
            <Menu
              label={say('more-actions')}
              actions={[{ id: 'copy', label: say('copy-week'), icon: CopyPlus, onAction: props.onCopyWeek }]}
            />
          </>
        ) : (
          <span className="text-12 text-ink-3">{say('read-only')}</span>
        )
      }
    />
  );
}
