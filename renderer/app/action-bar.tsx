import { useState, type ReactNode } from 'react';
import type { Say } from '../i18n/words.ts';
import { Button, Menu, ReasonDialog, type MenuAction } from '../ui/index.ts';
import { useKeys } from './keys.tsx';
import { useCan } from './use-can.ts';

/** Something that can be done with an object in its status; its words are `do.<name>` of the catalogue. */
export interface Act {
  readonly name: string;
  readonly command: string;
  readonly keys?: string;
  /** Cannot be done without saying why. */
  readonly needsReason?: boolean;
  readonly isDangerous?: boolean;
  /** Kept in the menu: right sometimes, next never. */
  readonly isRare?: boolean;
  /** Right, but not what this person came for: no primary button. */
  readonly isCalm?: boolean;
}

interface ActionBarProps {
  readonly words: Say;
  readonly title: string;
  /** The next step first; what this role may not do is left out here. */
  readonly acts: readonly Act[];
  readonly more?: readonly MenuAction[];
  /** What goes with it, under the question. */
  readonly consequence?: (act: Act) => string;
  /** Answers whether it was done. */
  readonly onAct: (act: Act, reason: string | null) => Promise<boolean>;
}

/** Stays at the foot of an object: the one right next step for this person, the others beside it, rare ones in a menu. */
export function ActionBar({ words, title, acts, more = [], consequence, onAct }: ActionBarProps): ReactNode {
  const can = useCan();
  const [asking, setAsking] = useState<Act | null>(null);
  const [pending, setPending] = useState<string | null>(null);
  const may = acts.filter(({ command }) => can(command));
  const shown = may.filter(({ isRare }) => isRare !== true);
  const act = async (which: Act, reason: string | null): Promise<boolean> => {
    setPending(which.name);
    const isDone = await onAct(which, reason);
    setPending(null);
    return isDone;
  };
  const start = (which: Act): void => (which.needsReason === true ? setAsking(which) : void act(which, null));
  useKeys(
    may.flatMap((which) =>
      which.keys === undefined
        ? []
        : [{ keys: which.keys, label: words(`do.${which.name}`), group: words('title'), run: () => start(which) }],
    ),
  );
  const rare = [
    ...may
      .filter(({ isRare }) => isRare === true)
      .map((which) => ({
        id: which.name,
        label: words(`do.${which.name}`),
        isDangerous: which.isDangerous === true,
        onAction: () => start(which),
      })),
    ...more,
  ];
  if (shown.length === 0 && rare.length === 0) return null;
  const look = (which: Act) =>
    which.isDangerous === true ? 'danger' : which === shown[0] && which.isCalm !== true ? 'primary' : 'default';
  return (
    <footer className="flex shrink-0 items-center justify-end gap-2 border-t border-line bg-surface px-5 py-2.5">
      {rare.length > 0 && <Menu label={title} actions={rare} />}
      <span className="flex-1" />
      {shown.toReversed().map((which) => (
        <Button key={which.name} variant={look(which)} isPending={pending === which.name} onPress={() => start(which)}>
          {words(`do.${which.name}`)}
        </Button>
      ))}
      {asking !== null && (
        <ReasonDialog
          isOpen
          onClose={() => setAsking(null)}
          title={words(`ask.${asking.name}`, { name: title })}
          consequence={consequence?.(asking) ?? words(`why.${asking.name}`)}
          action={words(`do.${asking.name}`)}
          isDangerous={asking.isDangerous === true}
          onConfirm={(reason) => act(asking, reason)}
        />
      )}
    </footer>
  );
}
