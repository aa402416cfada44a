import { Minus, Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useNames } from '../../app/names.tsx';
import { useWords } from '../../i18n/words.ts';
import { Button, cx, IconButton } from '../../ui/index.ts';
import { useRow, type Row } from '../../view/hooks.ts';

interface PackListProps {
  readonly allocation: Row<'allocations'>;
  readonly isPending: boolean;
  readonly onPacked: (lines: readonly { readonly lineId: string; readonly packed: number }[]) => void;
}

/** The contents of a kit with a counter each; what is short is said, never blocked. */
export function PackList({ allocation, isPending, onPacked }: PackListProps): ReactNode {
  const say = useWords('today');
  const names = useNames();
  const kit = useRow('kits', allocation.state.kitId);
  const [counts, setCounts] = useState<ReadonlyMap<string, number>>(new Map());
  const lines = kit?.state.contents ?? [];
  const packedOf = (id: string, quantity: number): number => counts.get(id) ?? quantity;
  const set = (id: string, count: number): void => setCounts(new Map([...counts, [id, count]]));
  return (
    <section
      aria-label={say('pack.title', { kit: names.kit(allocation.state.kitId) })}
      className="flex flex-col gap-3 border-y border-line py-4"
    >
      <h3 className="text-15">{say('pack.title', { kit: names.kit(allocation.state.kitId) })}</h3>
      <p className="text-13 text-ink-2">{say('pack.hint')}</p>
      <ul>
        {lines.map((line) => {
          const packed = packedOf(line.id, line.quantity);
          return (
            <li key={line.id} className="flex min-h-12 items-center gap-2 border-b border-line text-13 last:border-b-0">
              <span className="min-w-0 flex-1">
                <span className="block truncate">{line.name}</span>
                <span className={cx('tabular block text-12', packed < line.quantity ? 'text-needs-text' : 'text-ink-3')}>
                  {packed < line.quantity ? say('pack.short', { count: line.quantity - packed }) : (line.code ?? '')}
                </span>
              </span>
              <IconButton
                icon={Minus}
                label={say('pack.less', { what: line.name })}
                isDisabled={packed === 0}
                onPress={() => set(line.id, packed - 1)}
              />
              <span className="tabular w-16 text-center">{say('pack.count', { packed, expected: line.quantity })}</span>
              <IconButton
                icon={Plus}
                label={say('pack.more', { what: line.name })}
                isDisabled={packed >= line.quantity}
                onPress={() => set(line.id, packed + 1)}
              />
            </li>
          );
        })}
      </ul>
      <Button
        variant="primary"
        size="large"
        isPending={isPending}
        isDisabled={kit === undefined}
        onPress={() => onPacked(lines.map(({ id, quantity }) => ({ lineId: id, packed: packedOf(id, quantity) })))}
      >
        {say('step.pack')}
      </Button>
    </section>
  );
}
