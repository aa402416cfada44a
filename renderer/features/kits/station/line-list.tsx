import { Check, Circle, Minus, Plus } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { useWords } from '../../../i18n/words.ts';
import { cx, IconButton, NumberField } from '../../../ui/index.ts';
import {
  addPiece,
  countOf,
  markPiece,
  MARKS,
  seen,
  setMark,
  toggleLine,
  type Counts,
  type Mark,
  type StationLine,
  type StationMode,
} from './count.ts';

interface LineListProps {
  readonly mode: StationMode;
  readonly lines: readonly StationLine[];
  readonly counts: Counts;
  readonly selectedId: string | null;
  readonly onSelect: (id: string) => void;
  readonly onChange: (counts: Counts) => void;
}

/** Above this many pieces nobody presses a button for each. */
const TYPED_FROM = 6;

/** What belongs in the case, each line large enough for a glove. The selected line is the one that keys and scans act on. */
export function LineList({ selectedId, lines, ...props }: LineListProps): ReactNode {
  const say = useWords('station');
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const line = list.current?.querySelector<HTMLElement>('[data-selected=true]');
    line?.scrollIntoView({ block: 'nearest' });
    // keys go on from the selected line, but never out of a field somebody types in
    const { activeElement } = document;
    if (activeElement === document.body || list.current?.contains(activeElement) === true)
      line?.querySelector<HTMLElement>('[data-tick]')?.focus({ preventScroll: true });
  }, [selectedId]);
  return (
    <ul ref={list} aria-label={say('lines')} className="relative min-h-0 flex-1 overflow-y-auto">
      {lines.map((line) => (
        <Line key={line.id} line={line} isSelected={line.id === selectedId} {...props} />
      ))}
    </ul>
  );
}

type LineProps = Omit<LineListProps, 'lines' | 'selectedId'> & { readonly line: StationLine; readonly isSelected: boolean };

function Line({ mode, line, counts, isSelected, onSelect, onChange }: LineProps): ReactNode {
  const say = useWords('station');
  const count = countOf(counts, line.id);
  const total = seen(count);
  const isDone = total >= line.expected;
  const change = (next: Counts): void => {
    onSelect(line.id);
    onChange(next);
  };
  const isTyped = line.expected >= TYPED_FROM;
  const Icon = isDone ? Check : Circle;
  return (
    <li
      data-selected={isSelected}
      data-complete={isDone}
      className={cx('border-b border-line px-2 py-1.5 sm:px-4', isSelected && 'bg-accent-soft', mode === 'return' && 'pb-3')}
    >
      <div className="flex min-h-14 items-center gap-2">
        <AriaButton
          data-tick
          aria-label={say(`line.${mode}`, { what: line.name, count: total, expected: line.expected })}
          onFocus={() => onSelect(line.id)}
          onPress={() => change(toggleLine(counts, line))}
          className="focus-inner flex min-h-14 min-w-0 flex-1 items-center gap-3 rounded-control px-1 text-start"
        >
          <span
            aria-hidden
            className={cx(
              'flex size-9 shrink-0 items-center justify-center rounded-full border-2',
              isDone
                ? 'border-approved bg-approved-soft text-approved-text'
                : total > 0
                  ? 'border-needs text-needs-text'
                  : 'border-control-line text-ink-3',
            )}
          >
            <Icon className={isDone ? 'size-5' : 'size-2.5'} strokeWidth={isDone ? 3 : 2} />
          </span>
          <span className="min-w-0 flex-1">
            <span className={cx('block text-15 break-words', isDone && 'text-ink-2')}>{line.name}</span>
            {line.code !== null && <span className="tabular block text-12 text-ink-3">{line.code}</span>}
          </span>
          {(mode === 'return' || !isTyped) && (
            <span className="tabular shrink-0 text-15">
              <span className={cx('font-semibold', isDone && 'text-approved-text')}>{total}</span>
              <span className="text-ink-3"> / {line.expected}</span>
            </span>
          )}
        </AriaButton>
        {mode === 'pack' && line.expected > 1 && !isTyped && (
          <span className="flex shrink-0">
            <IconButton
              icon={Minus}
              label={say('less', { what: line.name })}
              isDisabled={total === 0}
              onPress={() => change(addPiece(counts, line, -1))}
            />
            <IconButton
              icon={Plus}
              label={say('more', { what: line.name })}
              isDisabled={isDone}
              onPress={() => change(addPiece(counts, line, 1))}
            />
          </span>
        )}
        {mode === 'pack' && isTyped && (
          <span className="flex shrink-0 items-center gap-2">
            <Typed line={line} mark="ok" label={say('pieces', { what: line.name })} value={count.ok} counts={counts} onChange={change} />
            <span className="tabular text-ink-3">/ {line.expected}</span>
          </span>
        )}
      </div>
      {mode === 'return' && (
        <div role="group" aria-label={line.name} className="grid grid-cols-2 gap-2 sm:ms-12 sm:grid-cols-4">
          {MARKS.map((mark) =>
            isTyped ? (
              <Typed
                key={mark}
                line={line}
                mark={mark}
                label={say(`mark.${mark}`)}
                value={count[mark]}
                counts={counts}
                onChange={change}
                isLabelled
              />
            ) : (
              <MarkButton key={mark} line={line} mark={mark} value={count[mark]} onPress={() => change(markPiece(counts, line, mark))} />
            ),
          )}
        </div>
      )}
    </li>
  );
}

const MARK_LOOKS: Readonly<Record<Mark, string>> = {
  ok: 'border-approved bg-approved-soft text-approved-text',
  used: 'border-done bg-done-soft text-done-text',
  lost: 'border-stopped bg-stopped-soft text-stopped-text',
  damaged: 'border-needs bg-needs-soft text-needs-text',
};

interface MarkButtonProps {
  readonly line: StationLine;
  readonly mark: Mark;
  readonly value: number;
  readonly onPress: () => void;
}

/** One press, one piece. */
function MarkButton({ line, mark, value, onPress }: MarkButtonProps): ReactNode {
  const say = useWords('station');
  return (
    <AriaButton
      onPress={onPress}
      aria-label={say('mark-one', { mark: say(`mark.${mark}`), what: line.name, count: value })}
      className={cx(
        'flex h-control items-center justify-center gap-2 rounded-control border text-13 data-[pressed]:bg-press',
        value > 0 ? cx('font-medium', MARK_LOOKS[mark]) : 'border-line-strong text-ink-2',
      )}
    >
      {say(`mark.${mark}`)}
      {value > 0 && <span className="tabular font-semibold">{value}</span>}
    </AriaButton>
  );
}

interface TypedProps {
  readonly line: StationLine;
  readonly mark: Mark;
  readonly label: string;
  readonly value: number;
  readonly counts: Counts;
  readonly onChange: (counts: Counts) => void;
  readonly isLabelled?: boolean;
}

/** Two hundred cups are a number, not two hundred presses. */
function Typed({ line, mark, label, value, counts, onChange, isLabelled = false }: TypedProps): ReactNode {
  return (
    <NumberField
      label={label}
      hideLabel={!isLabelled}
      value={value}
      minValue={0}
      maxValue={line.expected}
      className={isLabelled ? '' : 'w-36'}
      onChange={(typed) => onChange(setMark(counts, line, mark, typed))}
    />
  );
}
