import type { ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { CircleAlert } from 'lucide-react';

/** What every field has around its box. */
export interface FieldWords {
  readonly label: string;
  /** Keep the label for readers only, when the place already says it. */
  readonly hideLabel?: boolean;
  readonly hint?: ReactNode;
  /** What is wrong with the value; also marks the field. */
  readonly error?: string | null | undefined;
}

/** Box of a text-like control. */
export const CONTROL =
  'h-control w-full min-w-0 rounded-control border border-control-line bg-surface px-2 text-13 text-ink ' +
  'data-[hovered]:border-ink-2 data-[disabled]:opacity-50 data-[invalid]:border-stopped ' +
  'data-[focused]:outline-2 data-[focused]:outline-focus data-[focused]:-outline-offset-1';

export function FieldLabel({ label, hideLabel = false }: Pick<FieldWords, 'label' | 'hideLabel'>): ReactNode {
  return <Label className={hideLabel ? 'unseen' : 'mb-1 block text-12 font-medium text-ink-2'}>{label}</Label>;
}

export function FieldNotes({ hint, error }: Pick<FieldWords, 'hint' | 'error'>): ReactNode {
  return (
    <>
      {hint !== undefined && (
        <Text slot="description" className="mt-1 block text-12 text-ink-3">
          {hint}
        </Text>
      )}
      <FieldError className="mt-1 flex items-start gap-1 text-12 text-stopped-text">
        {({ validationErrors }) => (
          <>
            <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            <span>{error ?? validationErrors.join(' ')}</span>
          </>
        )}
      </FieldError>
    </>
  );
}
