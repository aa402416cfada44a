import { Minus, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { NumberField as AriaNumberField, type NumberFieldProps as AriaNumberFieldProps } from 'react-aria-components/NumberField';
import { cx } from './class-names.ts';
import { CONTROL, FieldLabel, FieldNotes, type FieldWords } from './field.tsx';

export interface NumberFieldProps extends Omit<AriaNumberFieldProps, 'className' | 'children' | 'style'>, FieldWords {
  readonly className?: string;
  /** Shown after the number: "min", "kits". */
  readonly unit?: string;
}

const STEP =
  'flex h-full w-7 shrink-0 items-center justify-center text-ink-2 data-[hovered]:bg-hover data-[hovered]:text-ink data-[disabled]:opacity-40';

/** A whole number with steps; arrows and the wheel work too. */
export function NumberField({ label, hideLabel, hint, error, unit, className, ...props }: NumberFieldProps): ReactNode {
  return (
    <AriaNumberField {...props} isInvalid={props.isInvalid ?? (error !== undefined && error !== null)} className={cx('min-w-0', className)}>
      <FieldLabel label={label} {...(hideLabel === undefined ? {} : { hideLabel })} />
      <Group
        className={cx(
          CONTROL,
          'flex items-center overflow-hidden px-0 data-[focus-within]:outline-2 data-[focus-within]:-outline-offset-1 data-[focus-within]:outline-focus',
        )}
      >
        <Button slot="decrement" className={STEP}>
          <Minus aria-hidden className="size-3.5" />
        </Button>
        <Input className="tabular h-full w-full min-w-0 bg-transparent text-center text-13 outline-none" />
        {unit !== undefined && <span className="pe-2 text-12 text-ink-3">{unit}</span>}
        <Button slot="increment" className={STEP}>
          <Plus aria-hidden className="size-3.5" />
        </Button>
      </Group>
      <FieldNotes hint={hint} error={error} />
    </AriaNumberField>
  );
}
