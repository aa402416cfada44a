import MiniSearch from 'minisearch';

/** Something the palette can open. */
export interface Findable {
  /** `booking:0193…` */
  readonly key: string;
  readonly type: 'booking' | 'member' | 'location' | 'kit';
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  /** Codes and numbers people read aloud or scan. */
  readonly codes: string;
  /** Changes when the words change. */
  readonly rev: number;
}

export interface FindIndex {
  /** Brings the index to these things; only what changed is worked on, in slices that leave the screen free. */
  update(things: readonly Findable[]): Promise<void>;
  search(text: string, limit: number): readonly Findable[];
}

const SLICE = 400;

/** Words in any order, beginnings of words, one wrong letter from five letters on; codes weigh most. */
export function createFindIndex(pause: () => Promise<void> = nextTask): FindIndex {
  const index = new MiniSearch<Findable>({
    idField: 'key',
    fields: ['codes', 'title', 'detail'],
    searchOptions: {
      prefix: true,
      fuzzy: (term) => (term.length >= 5 ? 0.2 : false),
      boost: { codes: 4, title: 2 },
      combineWith: 'AND',
    },
    processTerm: (term) =>
      term
        .normalize('NFD')
        .replaceAll(/\p{Diacritic}/gu, '')
        .toLowerCase(),
  });
  const known = new Map<string, Findable>();
  let run = 0;
  return {
    async update(things) {
      run += 1;
      const mine = run;
      const wanted = new Set(things.map(({ key }) => key));
      for (const key of known.keys()) {
        if (wanted.has(key)) continue;
        index.discard(key);
        known.delete(key);
      }
      let worked = 0;
      for (const thing of things) {
        const before = known.get(thing.key);
        if (before?.rev === thing.rev) continue;
        if (before !== undefined) index.discard(thing.key);
        index.add(thing);
        known.set(thing.key, thing);
        worked += 1;
        if (worked % SLICE === 0) {
          await pause();
          // a newer list took over; it will do the rest
          if (mine !== run) return;
        }
      }
    },
    search(text, limit) {
      return index
        .search(text)
        .slice(0, limit)
        .flatMap(({ id }) => known.get(String(id)) ?? []);
    },
  };
}

const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
