import {
  Boxes,
  ClipboardList,
  CornerDownRight,
  Keyboard,
  MapPin,
  Moon,
  Plus,
  RefreshCw,
  Undo2,
  User,
  Zap,
  type LucideIcon,
} from 'lucide-react';
import { useMemo } from 'react';
import { currentKeys } from '../../app/keys.tsx';
import { setPreferences, usePreferences } from '../../app/preferences.ts';
import { placesFor, PLACES } from '../../app/routes.tsx';
import { navigate, placeOfObject } from '../../app/router.tsx';
import { useSession } from '../../app/session.tsx';
import { useCan } from '../../app/use-can.ts';
import { useNextUndo } from '../../app/undo.ts';
import { undoAndSay } from '../../app/use-command.ts';
import { useWords } from '../../i18n/words.ts';
import { recentThings, rememberThing } from './recent.ts';
import type { Findable, FindIndex } from './search-index.ts';

/** One line of the palette. */
export interface Entry {
  readonly key: string;
  readonly group: string;
  readonly icon: LucideIcon;
  readonly title: string;
  readonly detail?: string;
  readonly keys?: string;
  readonly run: () => void;
}

const ICONS: Readonly<Record<Findable['type'], LucideIcon>> = { booking: ClipboardList, member: User, location: MapPin, kit: Boxes };
/** What can be made, where, and by whom: the place opens its form when the address says `?new`. */
const MAKERS = [
  { noun: 'booking', place: 'bookings', command: 'booking.create' },
  { noun: 'location', place: 'locations', command: 'location.create' },
  { noun: 'kit', place: 'kits', command: 'kit.create' },
  { noun: 'member', place: 'people', command: 'member.create' },
] as const;
const FOUND = 12;

interface Calls {
  readonly onSync: () => void;
  readonly onKeys: () => void;
}

/** What the palette offers for a text: without one the recent things first, with one the matching things first. */
export function useEntries(text: string, index: FindIndex, { onSync, onKeys }: Calls): readonly Entry[] {
  const say = useWords('palette');
  const words = useWords('app');
  const { role } = useSession();
  const can = useCan();
  const { theme } = usePreferences();
  const nextUndo = useNextUndo();
  const standing = useMemo((): readonly Entry[] => {
    const goes = say('group.go');
    const frame = new Set(placesFor(role).map((place) => `g ${place.key}`));
    const here = currentKeys()
      .filter(({ keys }) => !frame.has(keys) && !FRAME_KEYS.has(keys))
      .map(({ keys, label, run }): Entry => ({ key: `here ${keys}`, group: say('group.here'), icon: Zap, title: label, keys, run }));
    const makes = MAKERS.filter(({ place, command }) => can(command) && PLACES.some(({ name }) => name === place)).map(
      ({ noun, place }): Entry => ({
        key: `new ${noun}`,
        group: say('group.create'),
        icon: Plus,
        title: say(`new.${noun}`),
        run: () => navigate(`/${place}?new=1`),
      }),
    );
    // what `n` makes here need not stand there twice
    const madeHere = new Set(here.map(({ title }) => title));
    const places = placesFor(role).map(({ name, icon, key }): Entry => ({
      key: `go ${name}`,
      group: goes,
      icon,
      title: words(`place.${name}`),
      keys: `g ${key}`,
      run: () => navigate(`/${name}`),
    }));
    const undo: readonly Entry[] =
      nextUndo === null
        ? []
        : [
            {
              key: 'undo',
              group: say('group.here'),
              icon: Undo2,
              title: say('undo', { what: nextUndo.label }),
              keys: 'mod+z',
              run: () => void undoAndSay(),
            },
          ];
    const app: readonly Entry[] = [
      { key: 'sync', group: say('group.app'), icon: RefreshCw, title: words('keys.sheet'), keys: 'mod+shift+s', run: onSync },
      { key: 'keys', group: say('group.app'), icon: Keyboard, title: words('keys.help'), keys: '?', run: onKeys },
      {
        key: 'theme',
        group: say('group.app'),
        icon: Moon,
        title: say(theme === 'dark' ? 'light' : 'dark'),
        run: () => setPreferences({ theme: theme === 'dark' ? 'light' : 'dark' }),
      },
    ];
    return [...undo, ...here, ...makes.filter(({ title }) => !madeHere.has(title)), ...places, ...app];
  }, [say, words, role, can, theme, nextUndo, onSync, onKeys]);

  return useMemo(() => {
    const thing = (found: Findable, group: string): Entry[] => {
      const address = placeOfObject(found.type, found.id);
      if (address === null) return [];
      const open = (): void => {
        rememberThing(found);
        navigate(address);
      };
      return [
        {
          key: found.key,
          group,
          icon: ICONS[found.type] ?? CornerDownRight,
          title: found.title,
          detail: [codeOf(found), found.detail].filter(Boolean).join(' · '),
          run: open,
        },
      ];
    };
    const asked = text.trim();
    if (asked === '') return [...recentThings().flatMap((found) => thing(found, say('group.recent'))), ...standing];
    const lower = asked.toLowerCase();
    const commands = standing.filter(({ title }) => lower.split(/\s+/).every((word) => title.toLowerCase().includes(word)));
    const found = index.search(asked, FOUND).flatMap((one) => thing(one, say(`group.${one.type}`)));
    return [...commands, ...found];
  }, [text, index, standing, say]);
}

const FRAME_KEYS: ReadonlySet<string> = new Set(['mod+k', 'mod+shift+s', '?', '/', 'j', 'k', 'escape', 'mod+z']);

const codeOf = ({ type, codes }: Findable): string => (type === 'booking' || type === 'kit' ? (codes.split(' ')[0] ?? '') : '');
