import type { ReactNode } from 'react';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import type { ConflictState } from '../../../shared/domain/conflict/schema.ts';
import { useNames } from '../../app/names.tsx';
import { useWords } from '../../i18n/words.ts';
import { Chip, cx, KeyHint } from '../../ui/index.ts';
import { useFieldWords } from '../history/use-field-words.ts';
import { choiceOf, effectWords, optionSentence } from './conflict-words.ts';

interface OptionListProps {
  readonly conflict: ConflictState;
  readonly value: string;
  readonly onChange: (choice: string) => void;
}

/** The ways out: one recommended with its consequence and who will be told, the others behind it, in a line each until they are chosen. Keys 1–5 choose. */
export function OptionList({ conflict, value, onChange }: OptionListProps): ReactNode {
  const say = useWords('conflicts');
  const names = useNames();
  const fields = useFieldWords();
  return (
    <RadioGroup value={value} onChange={onChange}>
      <Label className="mb-2 block text-13 font-semibold">{say('ways-out')}</Label>
      <div className="flex flex-col gap-1.5">
        {conflict.options.map((option, index) => {
          const told = option.notifies.map((id) => names.member(id));
          return (
            <Radio
              key={choiceOf(option, index)}
              value={choiceOf(option, index)}
              className="data-[focus-visible]:outline-2 data-[focus-visible]:outline-offset-1 data-[focus-visible]:outline-focus group flex cursor-default items-start gap-2.5 rounded-control border border-line px-3 py-2 data-[hovered]:border-line-strong data-[selected]:border-accent data-[selected]:bg-accent-soft"
            >
              <span
                aria-hidden
                className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-control-line bg-surface group-data-[selected]:border-[5px] group-data-[selected]:border-accent"
              />
              <span className="min-w-0 flex-1">
                <span className="flex flex-wrap items-center gap-x-2 text-13">
                  <span className={cx(option.recommended && 'font-medium')}>{optionSentence(option, conflict, fields)}</span>
                  {option.recommended && <Chip tone="approved">{say('recommended')}</Chip>}
                </span>
                <span className="mt-0.5 hidden text-12 text-ink-2 group-data-[selected]:block">
                  {effectWords(option, conflict)}
                  {told.length === 0
                    ? say('tells-nobody')
                    : say('tells', {
                        names: told.slice(0, 4).join(', '),
                        more: told.length > 4 ? say('and-more', { count: told.length - 4 }) : '',
                      })}
                </span>
              </span>
              <KeyHint keys={String(index + 1)} />
            </Radio>
          );
        })}
      </div>
    </RadioGroup>
  );
}
