import { Plus, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords, type Say } from '../i18n/words.ts';
import { Button } from './button.tsx';
import { DataList } from './data-list.tsx';
import { PageHeader } from './page-header.tsx';
import { SearchField } from './search-field.tsx';
import { Select, type Choice } from './select.tsx';
import { SplitView } from './split-view.tsx';
import { EmptyState, Skeleton } from './states.tsx';

/** Where a person is in a list with details, and how to move; `useListPlace` keeps it in the address. */
export interface ListPlace {
  readonly name: string;
  readonly selectedId: string | null;
  readonly text: string;
  readonly isNew: boolean;
  readonly mayCreate: boolean;
  /** The value of a filter, or its standard while the address says nothing or something unknown. */
  readonly filter: <Value extends string>(name: string, values: readonly Value[], standard: Value) => Value;
  readonly setText: (text: string) => void;
  /** Null takes it back to its standard. */
  readonly setFilter: (name: string, value: string | null) => void;
  readonly showAll: () => void;
  readonly select: (id: string) => void;
  readonly close: () => void;
  readonly startNew: () => void;
  /** Out of the form: to what was made, or back to the list. */
  readonly leaveNew: (created: string | null) => void;
}

export interface ListFilter {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly standard: string;
  readonly choices: readonly Choice[];
}

interface ListFrameProps<Item extends { readonly id: string }> {
  readonly place: ListPlace;
  /** The catalogue of the place: `title`, `search`, `new`, `empty`, `empty-detail`, `gone`, `create-title`. */
  readonly words: Say;
  readonly icon: LucideIcon;
  readonly createIcon?: LucideIcon;
  readonly items: readonly Item[];
  readonly total: number;
  readonly loading: boolean;
  readonly filters: readonly ListFilter[];
  /** Between the filters and the one primary action. */
  readonly actions?: ReactNode;
  readonly renderRow: (item: Item, isNarrow: boolean) => ReactNode;
  readonly groupOf?: (item: Item) => string;
  readonly certaintyOf?: (item: Item) => string;
  /** In the place of the list: the same things drawn another way. */
  readonly instead?: ReactNode;
  /** Undefined while it loads, null when it is not here. */
  readonly detail: { readonly title: string; readonly content: ReactNode } | null | undefined;
  readonly form: ReactNode;
}

/** A place of things: search, filters and the one action on top, the list, and the open one or a new one beside it. */
export function ListFrame<Item extends { readonly id: string }>(props: ListFrameProps<Item>): ReactNode {
  const { place, words, items, total, filters, detail } = props;
  const isOpen = place.isNew || place.selectedId !== null;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader
        title={words('title')}
        count={{ shown: items.length, total }}
        filters={
          <>
            <SearchField
              label={words('search')}
              value={place.text}
              onChange={place.setText}
              onKeyDown={(event) => leaveSearch(event, place.text)}
              className="w-44 xl:w-56"
            />
            {filters.map(({ name, label, value, standard, choices }) => (
              <Select
                key={name}
                label={label}
                hideLabel
                value={value}
                className="w-40 xl:w-48"
                choices={choices}
                onChange={(next) => place.setFilter(name, next === standard ? null : next)}
              />
            ))}
          </>
        }
        actions={
          <>
            {props.actions}
            {place.mayCreate && (
              <Button variant={isOpen ? 'default' : 'primary'} icon={props.createIcon ?? Plus} onPress={place.startNew}>
                {words('new')}
              </Button>
            )}
          </>
        }
      />
      <SplitView
        id={place.name}
        list={<Body {...props} isNarrow={isOpen} />}
        detail={isOpen ? place.isNew ? props.form : <Detail {...props} /> : null}
        detailLabel={place.isNew ? words('create-title') : (detail?.title ?? words('title'))}
      />
    </div>
  );
}

function Body<Item extends { readonly id: string }>({
  isNarrow,
  ...props
}: ListFrameProps<Item> & { readonly isNarrow: boolean }): ReactNode {
  const { place, words, icon, items, total, loading, filters, renderRow, groupOf, certaintyOf } = props;
  const say = useWords('ui');
  if (loading && items.length === 0) return <Skeleton rows={12} className="p-4" />;
  if (props.instead !== undefined && items.length > 0) return props.instead;
  if (items.length > 0)
    return (
      <DataList
        label={words('title')}
        items={items}
        selectedId={place.selectedId}
        lines={2}
        {...(groupOf === undefined ? {} : { groupOf })}
        {...(certaintyOf === undefined ? {} : { certaintyOf })}
        onSelect={place.select}
        onOpen={focusDetail}
        renderRow={(item) => renderRow(item, isNarrow)}
      />
    );
  const isNarrowed = place.text !== '' || filters.some(({ value, standard }) => value !== standard);
  if (total === 0 && !isNarrowed)
    return (
      <EmptyState
        icon={icon}
        title={words('empty')}
        detail={words(place.mayCreate ? 'empty-detail' : 'empty-detail-who')}
        action={place.mayCreate && <Button onPress={place.startNew}>{words('new')}</Button>}
      />
    );
  return (
    <EmptyState
      icon={icon}
      title={say('list.nothing')}
      detail={say(isNarrowed ? 'list.nothing-detail' : 'list.nothing-now')}
      action={isNarrowed && <Button onPress={place.showAll}>{say('list.show-all')}</Button>}
    />
  );
}

function Detail<Item extends { readonly id: string }>({ place, words, icon, detail }: ListFrameProps<Item>): ReactNode {
  const say = useWords('ui');
  if (detail === undefined) return <Skeleton rows={8} className="p-5" />;
  if (detail !== null) return detail.content;
  return (
    <EmptyState
      icon={icon}
      title={words('gone')}
      detail={words('gone-detail')}
      action={<Button onPress={place.close}>{say('list.back')}</Button>}
    />
  );
}

/** ↓ in the search goes on into what was found; Escape in an empty search steps out of it. */
function leaveSearch(event: { readonly key: string; readonly preventDefault: () => void }, text: string): void {
  if (event.key !== 'ArrowDown' && (event.key !== 'Escape' || text !== '')) return;
  event.preventDefault();
  document.querySelector<HTMLElement>('main [data-list]')?.focus();
}

/** Enter in the list goes on into what is open. */
function focusDetail(): void {
  document.querySelector<HTMLElement>('main [data-detail]')?.focus();
}
