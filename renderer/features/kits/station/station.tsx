import { ArrowLeft, CheckCheck, Volume2, VolumeX } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useDraft } from '../../../app/drafts.ts';
import { useKeys } from '../../../app/keys.tsx';
import { useNames } from '../../../app/names.tsx';
import { navigate, usePlace } from '../../../app/router.tsx';
import { useSession } from '../../../app/session.tsx';
import { useCommand } from '../../../app/use-command.ts';
import { useWords } from '../../../i18n/words.ts';
import { Button, EmptyState, IconButton, Skeleton } from '../../../ui/index.ts';
import { useRow, useRows, type Row } from '../../../view/hooks.ts';
import { SyncLine } from '../../sync/sync-line.tsx';
import {
  addPiece,
  allHere,
  linesOf,
  markPiece,
  packedLines,
  parseCounts,
  returnedLines,
  scan,
  tallyOf,
  toggleLine,
  type Counts,
  type Mark,
  type StationMode,
} from './count.ts';
import { Feedback, type Heard } from './feedback.tsx';
import { LineList } from './line-list.tsx';
import { ScanField } from './scan-field.tsx';
import { isSoundOn, play, setSoundOn } from './sound.ts';
import { TallyBar } from './tally-bar.tsx';
import { useWedge } from './use-wedge.ts';

/** Pack or return one case, full screen: by scanner, by thumb or by keys, and never with the mouse unless one wants to. */
export function Station({ allocationId }: { readonly allocationId: string }): ReactNode {
  const say = useWords('station');
  const { search } = usePlace();
  const allocation = useRow('allocations', allocationId);
  const kit = useRow('kits', allocation?.state.kitId ?? null);
  const { role } = useSession();
  const back = search.get('back') ?? (role === 'staff' || kit === undefined || kit === null ? '/today' : `/kits/${kit.id}`);
  useKeys([{ keys: 'escape', label: say('back'), group: say('keys'), run: () => navigate(back) }]);
  if (allocation === undefined || (allocation !== null && allocation.state.kitId !== null && kit === undefined))
    return <Skeleton rows={8} />;
  if (allocation === null || kit === null || kit === undefined) {
    return (
      <EmptyState
        icon={ArrowLeft}
        title={say('gone')}
        detail={say('gone-detail')}
        action={<Button onPress={() => navigate(back)}>{say('back')}</Button>}
      />
    );
  }
  return <OpenStation key={allocation.id} allocation={allocation} kit={kit} back={back} />;
}

const PACKS: ReadonlySet<string> = new Set(['requested', 'assigned', 'packed', 'released']);
const OVER: ReadonlySet<string> = new Set(['returned', 'closed', 'transferred']);

interface OpenStationProps {
  readonly allocation: Row<'allocations'>;
  readonly kit: Row<'kits'>;
  readonly back: string;
}

function OpenStation({ allocation, kit, back }: OpenStationProps): ReactNode {
  const say = useWords('station');
  const names = useNames();
  const run = useCommand();
  // the work decides what the station is for; it does not change under the hands when the answer of the server arrives
  const [mode] = useState<StationMode>(() => (PACKS.has(allocation.state.status) ? 'pack' : 'return'));
  const lines = linesOf(mode, kit.state.contents, allocation.state);
  const draft = useDraft<Counts>(`station.${mode}.${allocation.id}`, {}, parseCounts);
  const { rows: kits } = useRows('kits');
  const [selectedId, setSelectedId] = useState<string | null>(lines[0]?.id ?? null);
  const [heard, setHeard] = useState<Heard | null>(null);
  const [hasSound, setHasSound] = useState(isSoundOn);
  const [isPending, setIsPending] = useState(false);
  const early = useRef<string[]>([]);
  const tally = tallyOf(draft.value, lines);
  const isComplete = tally.openLines === 0;
  const selected = lines.find(({ id }) => id === selectedId) ?? null;

  const change = (counts: Counts): void => {
    if (!draft.isLoaded || counts === draft.value) return;
    draft.set(counts);
    if (tally.openLines > 0 && tallyOf(counts, lines).openLines === 0) play('done');
  };
  const onScan = (code: string): void => {
    // a scanner does not wait for the counts of before to be read back: what it says meanwhile is counted after
    if (!draft.isLoaded) {
      early.current.push(code);
      return;
    }
    const result = scan(code, draft.value, lines, kit.state.code);
    const owner = kits.find(({ state }) => state.id !== kit.id && [state.code, ...state.contents.map((line) => line.code)].includes(code));
    setHeard({ result, code, owner: owner?.state.name ?? null, at: performance.now() });
    if (result.kind === 'counted' || result.kind === 'full') setSelectedId(result.line.id);
    const finishes = result.kind === 'counted' && tally.openLines > 0 && tallyOf(result.counts, lines).openLines === 0;
    if (!finishes) play(result.kind === 'counted' || result.kind === 'kit' ? 'good' : result.kind === 'full' ? 'again' : 'wrong');
    change(result.counts);
  };
  useWedge(onScan);
  useEffect(() => {
    const code = draft.isLoaded ? early.current.shift() : undefined;
    if (code !== undefined) onScan(code);
  });

  const handIn = async (): Promise<void> => {
    if (!draft.isLoaded || isPending) return;
    setIsPending(true);
    const { id } = allocation;
    const reply =
      mode === 'pack'
        ? await run(
            'allocation.pack',
            { allocationId: id, lines: packedLines(draft.value, lines) },
            { done: say('done.pack', { kit: kit.state.name }) },
          )
        : await run(
            'allocation.return',
            { allocationId: id, lines: returnedLines(draft.value, lines) },
            { done: say('done.return', { kit: kit.state.name }) },
          );
    setIsPending(false);
    if (!reply.ok) return;
    draft.drop();
    navigate(back, { replace: true });
  };
  const move = (step: number): void => {
    const at = lines.findIndex(({ id }) => id === selectedId);
    const next = lines[Math.min(lines.length - 1, Math.max(0, at + step))];
    if (next !== undefined) setSelectedId(next.id);
  };
  const mark = (which: Mark): void => {
    if (selected !== null && mode === 'return') change(markPiece(draft.value, selected, which));
  };
  const group = say('keys');
  useKeys([
    { keys: 'arrowdown', label: say('key.next'), group, run: () => move(1) },
    { keys: 'arrowup', label: say('key.before'), group, run: () => move(-1) },
    { keys: 'j', label: say('key.next'), group, run: () => move(1) },
    { keys: 'k', label: say('key.before'), group, run: () => move(-1) },
    { keys: 'enter', label: say('key.tick'), group, run: () => selected !== null && change(toggleLine(draft.value, selected)) },
    { keys: 'space', label: say('key.tick'), group, run: () => selected !== null && change(toggleLine(draft.value, selected)) },
    { keys: '+', label: say('key.more'), group, run: () => selected !== null && change(addPiece(draft.value, selected, 1)) },
    { keys: '-', label: say('key.less'), group, run: () => selected !== null && change(addPiece(draft.value, selected, -1)) },
    { keys: 'a', label: say('all'), group, run: () => change(allHere(draft.value, lines)) },
    ...(mode === 'return'
      ? [
          { keys: 'd', label: say('mark.damaged'), group, run: () => mark('damaged') },
          { keys: 'u', label: say('mark.used'), group, run: () => mark('used') },
          { keys: 'l', label: say('mark.lost'), group, run: () => mark('lost') },
        ]
      : []),
    {
      keys: 'f2',
      label: say('key.scan'),
      group,
      whileTyping: true,
      run: () => document.querySelector<HTMLElement>('[data-scan-field] input')?.focus(),
    },
    { keys: 'mod+enter', label: say(`hand-in.${mode}`), group, whileTyping: true, run: () => void handIn() },
  ]);
  useEffect(() => {
    document.title = `${say(`title.${mode}`, { kit: kit.state.name })} · Muster`;
  }, [say, mode, kit.state.name]);

  const booking = names.booking(allocation.state.bookingId);
  return (
    <section
      aria-label={say(`title.${mode}`, { kit: kit.state.name })}
      className="flex h-full min-h-0 flex-col text-13"
      data-density="touch"
      onKeyDownCapture={(event) => {
        // a focused line would take this Enter for its own
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.stopPropagation();
        void handIn();
      }}
    >
      <header className="flex shrink-0 items-center gap-3 border-b border-line px-2 py-2 sm:px-4">
        <IconButton icon={ArrowLeft} label={say('back')} keys="escape" onPress={() => navigate(back)} />
        <div className="min-w-0 flex-1">
          <h1 className="truncate text-15">{say(`title.${mode}`, { kit: kit.state.name })}</h1>
          <p className="truncate text-12 text-ink-3">
            <span className="tabular">{kit.state.code}</span> · {booking}
          </p>
        </div>
        <IconButton
          icon={hasSound ? Volume2 : VolumeX}
          label={say(hasSound ? 'sound.off' : 'sound.on')}
          onPress={() => {
            setSoundOn(!hasSound);
            setHasSound(!hasSound);
          }}
        />
      </header>
      <SyncLine />
      {OVER.has(allocation.state.status) && (
        <p role="status" className="shrink-0 border-b border-line bg-needs-soft px-4 py-2 text-needs-text">
          {say('over')}
        </p>
      )}
      <TallyBar mode={mode} tally={tally} />
      <Feedback heard={heard} counts={draft.value} />
      <LineList mode={mode} lines={lines} counts={draft.value} selectedId={selectedId} onSelect={setSelectedId} onChange={change} />
      <footer className="flex shrink-0 flex-wrap items-center gap-2 border-t border-line p-3">
        <ScanField onScan={onScan} />
        <Button icon={CheckCheck} size="large" isDisabled={isComplete} onPress={() => change(allHere(draft.value, lines))}>
          {say('all')}
        </Button>
        <Button
          variant="primary"
          size="large"
          className="flex-1 sm:flex-none"
          isPending={isPending}
          isDisabled={!draft.isLoaded}
          onPress={() => void handIn()}
        >
          {isComplete ? say(`hand-in.${mode}`) : say(`hand-in.${mode}-short`, { count: tally.expected - tally.pieces })}
        </Button>
      </footer>
    </section>
  );
}
