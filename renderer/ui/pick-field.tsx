import { ChevronsUpDown } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { ComboBox } from 'react-aria-components/ComboBox';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { useWords } from '../i18n/words.ts';
import { cx } from './class-names.ts';
import { CONTROL, FieldLabel, FieldNotes, type FieldWords } from './field.tsx';
import { CHOICE, LIFTED } from './overlay.ts';
import { ChoiceLine, type Choice } from './select.tsx';

interface PickFieldProps extends FieldWords {
  readonly choices: readonly Choice[];
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
  readonly placeholder?: string;
  readonly isDisabled?: boolean;
  readonly isRequired?: boolean;
  readonly className?: string;
  /** What is typed counts too, also when it is none of the choices; those are what others call it. */
  readonly allowsOwn?: boolean;
}

const SHOWN = 60;

/** One of many: type to narrow. Matches words anywhere in label and detail; shows the first 60. */
export function PickField({
  label,
  hideLabel,
  hint,
  error,
  choices,
  value,
  onChange,
  placeholder,
  className,
  allowsOwn = false,
  ...props
}: PickFieldProps): ReactNode {
  const say = useWords('ui');
  const known = useMemo(() => choices.find(({ id }) => id === value), [choices, value]);
  const chosen = known?.label ?? (allowsOwn ? (value ?? '') : '');
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? chosen;
  const shown = useMemo(() => narrow(choices, typed === null ? '' : typed), [choices, typed]);
  return (
    <ComboBox
      {...props}
      items={shown}
      selectedKey={known?.id ?? null}
      inputValue={text}
      onInputChange={(next) => {
        setTyped(next);
        if (allowsOwn) onChange(next);
      }}
      allowsCustomValue={allowsOwn}
      onSelectionChange={(key) => {
        setTyped(null);
        if (key !== null) onChange(String(key));
        else if (typed === '' && !allowsOwn) onChange(null);
      }}
      onOpenChange={(isOpen) => {
        if (!isOpen) setTyped(null);
      }}
      menuTrigger="focus"
      allowsEmptyCollection
      isInvalid={error !== undefined && error !== null}
      className={cx('min-w-0', className)}
    >
      <FieldLabel label={label} {...(hideLabel === undefined ? {} : { hideLabel })} />
      <Group
        className={cx(
          CONTROL,
          'flex items-center px-0 data-[focus-within]:outline-2 data-[focus-within]:-outline-offset-1 data-[focus-within]:outline-focus',
        )}
      >
        <Input placeholder={placeholder ?? ''} className="h-full w-full min-w-0 bg-transparent px-2 text-13 outline-none" />
        <Button className="flex h-full w-7 shrink-0 items-center justify-center text-ink-3">
          <ChevronsUpDown aria-hidden className="size-3.5" />
        </Button>
      </Group>
      <FieldNotes hint={hint} error={error} />
      <Popover offset={4} maxHeight={320} className={cx(LIFTED, 'max-h-80 min-w-(--trigger-width) overflow-auto p-1')}>
        <ListBox<Choice>
          className="outline-none"
          renderEmptyState={() => (
            <p className="px-2 py-1.5 text-13 text-ink-3">{say(allowsOwn ? 'new-value' : 'nothing-matches', { text })}</p>
          )}
        >
          {(choice) => (
            <ListBoxItem id={choice.id} textValue={choice.label} className={CHOICE}>
              <ChoiceLine choice={choice} />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

function narrow(choices: readonly Choice[], text: string): readonly Choice[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found: Choice[] = [];
  for (const choice of choices) {
    const haystack = `${choice.label} ${choice.detail ?? ''}`.toLowerCase();
    if (words.every((word) => haystack.includes(word))) found.push(choice);
    if (found.length === SHOWN) break;
  }
  return found;
}
