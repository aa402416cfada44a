import { Search, X } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { Button } from 'react-aria-components/Button';
import { Input } from 'react-aria-components/Input';
import { SearchField as AriaSearchField, type SearchFieldProps as AriaSearchFieldProps } from 'react-aria-components/SearchField';
import { useWords } from '../i18n/words.ts';
import { cx } from './class-names.ts';
import { CONTROL, FieldLabel } from './field.tsx';

interface SearchFieldProps extends Omit<AriaSearchFieldProps, 'className' | 'children' | 'style'> {
  readonly label: string;
  readonly placeholder?: string;
  readonly className?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** A search box. The first one on a screen answers `/` (it carries `data-search`). */
export function SearchField({ label, placeholder, className, inputRef, ...props }: SearchFieldProps): ReactNode {
  const say = useWords('ui');
  return (
    <AriaSearchField {...props} className={cx('group relative min-w-0', className)}>
      <FieldLabel label={label} hideLabel />
      <Search aria-hidden className="pointer-events-none absolute start-2 top-1/2 size-3.5 -translate-y-1/2 text-ink-3" />
      <Input
        {...(inputRef === undefined ? {} : { ref: inputRef })}
        data-search=""
        placeholder={placeholder ?? label}
        className={cx(CONTROL, 'ps-7 pe-7 [&::-webkit-search-cancel-button]:hidden')}
      />
      <Button
        aria-label={say('clear')}
        className="absolute end-1 top-1/2 flex size-6 -translate-y-1/2 items-center justify-center rounded-small text-ink-3 group-data-[empty]:hidden data-[hovered]:text-ink"
      >
        <X aria-hidden className="size-3.5" />
      </Button>
    </AriaSearchField>
  );
}
