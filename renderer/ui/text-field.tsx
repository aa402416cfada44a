import type { ReactNode, Ref } from 'react';
import { Input } from 'react-aria-components/Input';
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from 'react-aria-components/TextField';
import { cx } from './class-names.ts';
import { CONTROL, FieldLabel, FieldNotes, type FieldWords } from './field.tsx';

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'children' | 'style'>, FieldWords {
  readonly placeholder?: string;
  readonly className?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
}

export function TextField({ label, hideLabel, hint, error, placeholder, className, inputRef, ...props }: TextFieldProps): ReactNode {
  return (
    <AriaTextField {...props} isInvalid={props.isInvalid ?? (error !== undefined && error !== null)} className={cx('min-w-0', className)}>
      <FieldLabel label={label} {...(hideLabel === undefined ? {} : { hideLabel })} />
      <Input {...(inputRef === undefined ? {} : { ref: inputRef })} placeholder={placeholder ?? ''} className={CONTROL} />
      <FieldNotes hint={hint} error={error} />
    </AriaTextField>
  );
}

export interface TextAreaProps extends Omit<TextFieldProps, 'inputRef'> {
  readonly rows?: number;
  readonly inputRef?: Ref<HTMLTextAreaElement>;
}

/** Grows with its words up to a third of the window. */
export function TextArea({
  label,
  hideLabel,
  hint,
  error,
  placeholder,
  className,
  rows = 3,
  inputRef,
  ...props
}: TextAreaProps): ReactNode {
  return (
    <AriaTextField {...props} isInvalid={props.isInvalid ?? (error !== undefined && error !== null)} className={cx('min-w-0', className)}>
      <FieldLabel label={label} {...(hideLabel === undefined ? {} : { hideLabel })} />
      <AriaTextArea
        {...(inputRef === undefined ? {} : { ref: inputRef })}
        rows={rows}
        placeholder={placeholder ?? ''}
        style={{ minHeight: `${rows * 1.45 + 0.9}em` }}
        className={cx(CONTROL, 'h-auto max-h-[33vh] resize-y py-1.5 leading-normal field-sizing-content')}
      />
      <FieldNotes hint={hint} error={error} />
    </AriaTextField>
  );
}
