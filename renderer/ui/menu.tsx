import { Ellipsis, type LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover as AriaPopover } from 'react-aria-components/Popover';
import { useWords } from '../i18n/words.ts';
import { IconButton } from './button.tsx';
import { cx } from './class-names.ts';
import { KeyHint } from './key-hint.tsx';
import { CHOICE, LIFTED } from './overlay.ts';

export interface MenuAction {
  readonly id: string;
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly keys?: string;
  readonly isDangerous?: boolean;
  readonly isDisabled?: boolean;
  /** Why it cannot be done now, in words; shown instead of a mute grey line. */
  readonly whyNot?: string;
  readonly onAction: () => void;
}

interface MenuProps {
  readonly label: string;
  readonly actions: readonly MenuAction[];
  /** The button that opens it; three dots when left out. */
  readonly children?: ReactElement;
}

export function Menu({ label, actions, children }: MenuProps): ReactNode {
  return (
    <MenuTrigger>
      {children ?? <MoreButton />}
      <AriaPopover offset={4} className={cx(LIFTED, 'min-w-44 p-1')}>
        <AriaMenu aria-label={label} className="outline-none">
          {actions.map(({ id, label: words, icon: Icon, keys, isDangerous, isDisabled, whyNot, onAction }) => (
            <MenuItem
              key={id}
              id={id}
              textValue={words}
              isDisabled={isDisabled ?? whyNot !== undefined}
              onAction={onAction}
              className={cx(CHOICE, isDangerous === true && 'text-stopped-text')}
            >
              {Icon !== undefined && <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />}
              <span className="min-w-0 flex-1">
                <span className="block">{words}</span>
                {whyNot !== undefined && <span className="block max-w-64 text-12 text-ink-3">{whyNot}</span>}
              </span>
              {keys !== undefined && <KeyHint keys={keys} />}
            </MenuItem>
          ))}
        </AriaMenu>
      </AriaPopover>
    </MenuTrigger>
  );
}

function MoreButton(): ReactNode {
  const say = useWords('ui');
  return <IconButton icon={Ellipsis} label={say('more-actions')} />;
}
