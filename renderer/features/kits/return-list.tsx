import { useState, type ReactNode } from 'react';
import { useWords } from '../../i18n/words.ts';
import { Button, NumberField } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';

const KINDS = ['ok', 'used', 'lost', 'damaged'] as const;
type Kind = (typeof KINDS)[number];
export type ReturnedLine = { readonly lineId: string } & Readonly<Record<Kind, number>>;

interface ReturnListProps {
  readonly kit: Row<'kits'>;
  readonly allocation: Row<'allocations'>;
  readonly isPending: boolean;
  readonly onCancel: () => void;
  readonly onReturned: (lines: readonly ReturnedLine[]) => void;
}

/** What came back of every line: fine, used, lost, damaged. What is none of these is still out. */
export function ReturnList({ kit, allocation, isPending, onCancel, onReturned }: ReturnListProps): ReactNode {
  const say = useWords('kits');
  const outOf = (lineId: string, quantity: number): number =>
    allocation.state.packedLines.find((line) => line.lineId === lineId)?.packed ?? quantity;
  const [lines, setLines] = useState<readonly ReturnedLine[]>(() =>
    kit.state.contents.map((line) => ({ lineId: line.id, ok: outOf(line.id, line.quantity), used: 0, lost: 0, damaged: 0 })),
  );
  const set = (lineId: string, kind: Kind, count: number): void =>
    setLines(
      lines.map((line) =>
        line.lineId === lineId ? balance({ ...line, [kind]: Number.isNaN(count) ? 0 : count }, kind, outOf(lineId, 0)) : line,
      ),
    );
  return (
    <form
      aria-label={say('return.title')}
      className="mt-3 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        onReturned(lines);
      }}
    >
      <h4 className="mb-2 text-13">{say('return.title')}</h4>
      <ul>
        {kit.state.contents.map((content) => {
          const line = lines.find(({ lineId }) => lineId === content.id);
          if (line === undefined) return null;
          const out = outOf(content.id, content.quantity);
          const rest = out - line.ok - line.used - line.lost - line.damaged;
          return (
            <li
              key={content.id}
              className="grid grid-cols-2 items-end gap-2 border-b border-line py-2 last:border-b-0 sm:grid-cols-[1fr_repeat(4,5.5rem)]"
            >
              <span className="col-span-2 min-w-0 self-center sm:col-span-1">
                <span className="block truncate">{content.name}</span>
                <span className={rest > 0 ? 'block text-12 text-needs-text' : 'tabular block text-12 text-ink-3'}>
                  {rest > 0 ? say('return.rest', { count: rest }) : say('return.of', { count: out })}
                </span>
              </span>
              {KINDS.map((kind) => (
                <NumberField
                  key={kind}
                  label={say(`return.${kind}`)}
                  value={line[kind]}
                  minValue={0}
                  maxValue={out}
                  onChange={(count) => set(content.id, kind, count)}
                />
              ))}
            </li>
          );
        })}
      </ul>
      <div className="mt-3 flex justify-end gap-2">
        <Button onPress={onCancel}>{say('cancel')}</Button>
        <Button variant="primary" type="submit" isPending={isPending}>
          {say('do.return')}
        </Button>
      </div>
    </form>
  );
}

/** What is counted as used, lost or damaged is taken from what was thought fine, so that a line adds up by itself. */
function balance(line: ReturnedLine, changed: Kind, out: number): ReturnedLine {
  if (changed === 'ok') return line;
  return { ...line, ok: Math.max(0, out - line.used - line.lost - line.damaged) };
}
