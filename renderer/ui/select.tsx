import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { cx } from './class-names.ts';
import { CONTROL, FieldLabel, FieldNotes, type FieldWords } from './field.tsx';
import { CHOICE, LIFTED } from './overlay.ts';

export interface Choice {
  readonly id: string;
  readonly label: string;
  /** A second, quieter line. */
  readonly detail?: string;
  readonly icon?: ReactNode;
}

interface SelectProps extends FieldWords {
  readonly choices: readonly Choice[];
  readonly value: string | null;
  readonly onChange: (id: string) => void;
  readonly placeholder?: string;
  readonly isDisabled?: boolean;
  readonly isRequired?: boolean;
  readonly className?: string;
}

/** One of a few. For many, `PickField` searches. */
export function Select({
  label,
  hideLabel,
  hint,
  error,
  choices,
  value,
  onChange,
  placeholder,
  className,
  ...props
}: SelectProps): ReactNode {
  return (
    <AriaSelect
      {...props}
      placeholder={placeholder ?? '—'}
      selectedKey={value}
      onSelectionChange={(key) => {
        if (key !== null) onChange(String(key));
      }}
      isInvalid={error !== undefined && error !== null}
      className={cx('min-w-0', className)}
    >
      <FieldLabel label={label} {...(hideLabel === undefined ? {} : { hideLabel })} />
      <Button className={cx(CONTROL, 'flex items-center justify-between gap-2 text-start data-[pressed]:bg-press')}>
        <SelectValue className="min-w-0 truncate data-[placeholder]:text-ink-3">
          {({ selectedText, defaultChildren }) => selectedText ?? defaultChildren}
        </SelectValue>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-3" />
      </Button>
      <FieldNotes hint={hint} error={error} />
      <Popover offset={4} maxHeight={320} className={cx(LIFTED, 'max-h-80 min-w-(--trigger-width) overflow-auto p-1')}>
        <ListBox items={choices} className="outline-none">
          {(choice) => (
            <ListBoxItem id={choice.id} textValue={choice.label} className={CHOICE}>
              <ChoiceLine choice={choice} />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export function ChoiceLine({ choice }: { readonly choice: Choice }): ReactNode {
  return (
    <>
      {choice.icon}
      <span className="min-w-0 flex-1">
        <span className="block truncate">{choice.label}</span>
        {choice.detail !== undefined && <span className="block truncate text-12 text-ink-3">{choice.detail}</span>}
      </span>
      <Check aria-hidden className="invisible size-3.5 shrink-0 text-accent-text in-data-[selected]:visible" />
    </>
  );
}
