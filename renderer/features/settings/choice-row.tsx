import type { ReactNode } from 'react';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';

interface ChoiceRowProps<Id extends string> {
  readonly label: string;
  readonly value: Id;
  readonly choices: readonly { readonly id: Id; readonly label: string; readonly detail?: string }[];
  readonly onChange: (id: Id) => void;
}

/** A few ways side by side, one of them chosen. */
export function ChoiceRow<Id extends string>({ label, value, choices, onChange }: ChoiceRowProps<Id>): ReactNode {
  return (
    <RadioGroup
      value={value}
      onChange={(next) => {
        const found = choices.find(({ id }) => id === next);
        if (found !== undefined) onChange(found.id);
      }}
    >
      <Label className="mb-1.5 block text-12 font-medium text-ink-2">{label}</Label>
      <div className="flex flex-wrap gap-2">
        {choices.map(({ id, label: words, detail }) => (
          <Radio
            key={id}
            value={id}
            className="data-[focus-visible]:outline-2 data-[focus-visible]:outline-offset-1 data-[focus-visible]:outline-focus group flex min-h-control min-w-28 flex-1 cursor-default items-start gap-2 rounded-control border border-line px-3 py-1.5 text-13 data-[hovered]:border-line-strong data-[selected]:border-accent data-[selected]:bg-accent-soft"
          >
            <span
              aria-hidden
              className="mt-0.5 size-4 shrink-0 rounded-full border border-control-line bg-surface group-data-[selected]:border-[5px] group-data-[selected]:border-accent"
            />
            <span>
              {words}
              {detail !== undefined && <span className="block text-12 text-ink-2">{detail}</span>}
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
