import { useState } from 'react';
import type { ListPlace } from '../ui/index.ts';
import { useWords } from '../i18n/words.ts';
import { focusListSoon } from './focus.ts';
import { useKeys } from './keys.tsx';
import { navigate, setSearch, stepTo, usePlace } from './router.tsx';
import { useCan } from './use-can.ts';

interface ListPlaceOptions {
  /** First part of the address, and the catalogue of its words. */
  readonly name: string;
  readonly id: string | null;
  /** The command that makes a new one; `n` and the button are there for who may. */
  readonly create: string;
}

/** Parameters that neither search nor filter. */
const STAYS: ReadonlySet<string> = new Set(['day', 'new', 'profile']);

/** A place that is a list with details: what is searched, filtered, open or being made stands in the address. */
export function useListPlace({ name, id, create }: ListPlaceOptions): ListPlace {
  const say = useWords(name);
  const common = useWords('ui');
  const mayCreate = useCan()(create);
  const { search } = usePlace();
  const isNew = mayCreate && search.get('new') === '1';
  const leaveNew = (created: string | null): void => {
    stepTo(created === null ? `/${name}` : `/${name}/${created}`, { replace: true });
    focusListSoon();
  };
  const startNew = (): void => {
    const kept = new URLSearchParams(search);
    kept.set('new', '1');
    navigate(`/${name}?${kept.toString()}`);
  };
  useKeys([
    ...(mayCreate ? [{ keys: 'n', label: say('new'), group: say('title'), run: startNew }] : []),
    ...(isNew ? [{ keys: 'escape', label: common('list.back'), group: say('title'), run: () => leaveNew(null) }] : []),
  ]);
  return {
    name,
    selectedId: id,
    text: search.get('q') ?? '',
    isNew,
    mayCreate,
    filter: (key, values, standard) => values.find((value) => value === search.get(key)) ?? standard,
    setText: (text) => setSearch({ q: text === '' ? null : text }),
    setFilter: (key, value) => setSearch({ [key]: value }),
    showAll: () => setSearch(Object.fromEntries([...search.keys()].filter((key) => !STAYS.has(key)).map((key) => [key, null]))),
    select: (next) => stepTo(`/${name}/${next}`, { replace: id !== null }),
    close: () => closeDetail(name),
    startNew,
    leaveNew,
  };
}

/** Back to the list of a place, with the focus on it. */
export function closeDetail(name: string): void {
  stepTo(`/${name}`);
  focusListSoon();
}

interface Editing {
  readonly isEditing: boolean;
  readonly start: () => void;
  /** Back from the form to what it was about, with the keyboard in the list. */
  readonly leave: () => void;
}

/** The open one of a place: `e` edits it for who may, Escape steps out, first of the form and then of the detail. */
export function useDetail(name: string, mayEdit: boolean): Editing {
  const say = useWords(name);
  const common = useWords('ui');
  const [isEditing, setIsEditing] = useState(false);
  const start = (): void => setIsEditing(true);
  const leave = (): void => {
    setIsEditing(false);
    focusListSoon();
  };
  useKeys([
    ...(mayEdit && !isEditing ? [{ keys: 'e', label: say('edit'), group: say('title'), run: start }] : []),
    { keys: 'escape', label: common('list.back'), group: say('title'), run: () => (isEditing ? leave() : closeDetail(name)) },
  ]);
  return { isEditing, start, leave };
}
