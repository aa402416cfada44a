import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useWords } from '../i18n/words.ts';
import { Button } from './button.tsx';
import { DetailHeader, Section } from './page-header.tsx';

interface FormFrameProps {
  readonly title: string;
  readonly meta?: ReactNode;
  /** What the button does: "Create booking", "Save". */
  readonly save: string;
  readonly isPending: boolean;
  /** Why it could not be saved; what was typed stays. */
  readonly problem: string | null;
  /** What saving will bring with it. */
  readonly notice?: string | null;
  /** Something typed before and not saved was put back. */
  readonly onStartOver?: (() => void) | null;
  /** Answers false when something typed is not right yet: the first such field takes the focus. */
  readonly onSave: () => Promise<boolean>;
  readonly onCancel: () => void;
  /** Stretches of fields: `FormPart`s. */
  readonly children: ReactNode;
}

/** A form beside a list: fields that scroll, and at the foot what came of it and the way out. */
export function FormFrame(props: FormFrameProps): ReactNode {
  const { title, meta, save, isPending, problem, notice = null, onStartOver = null, onSave, onCancel, children } = props;
  const say = useWords('ui');
  const form = useRef<HTMLFormElement>(null);
  const submit = async (): Promise<void> => {
    if (await onSave()) return;
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  };
  // asked before the field hears the key: by the time it comes up here the list of choices is closed
  const wasChoosing = useRef(false);
  const onKeyDownCapture = (event: KeyboardEvent): void => {
    wasChoosing.current = event.target instanceof HTMLElement && event.target.ariaExpanded === 'true';
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || wasChoosing.current) return;
    if (event.key === 'Escape') onCancel();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
    else return;
    event.preventDefault();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape steps out and Ctrl/Cmd+Enter saves from any field
    <form
      ref={form}
      onKeyDownCapture={onKeyDownCapture}
      onKeyDown={onKeyDown}
      noValidate
      className="flex h-full min-h-0 flex-col"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="min-h-0 flex-1 overflow-y-auto">
        <DetailHeader title={title} meta={meta} />
        {onStartOver !== null && (
          <p role="status" className="mx-5 mb-3 flex items-center gap-3 rounded-control bg-sunken px-3 py-1.5 text-13 text-ink-2">
            <span className="flex-1">{say('form.kept')}</span>
            <Button size="small" variant="quiet" onPress={onStartOver}>
              {say('form.start-over')}
            </Button>
          </p>
        )}
        {children}
      </div>
      <footer className="flex shrink-0 items-center justify-end gap-2 border-t border-line bg-surface px-5 py-2.5">
        {problem !== null ? (
          <p role="alert" className="min-w-0 flex-1 text-13 text-stopped-text">
            {problem}
          </p>
        ) : (
          notice !== null && (
            <p role="status" className="min-w-0 flex-1 text-13 text-needs-text">
              {notice}
            </p>
          )
        )}
        <Button onPress={onCancel}>{say('cancel')}</Button>
        <Button variant="primary" type="submit" isPending={isPending}>
          {save}
        </Button>
      </footer>
    </form>
  );
}

/** Fields under each other, no wider than reads well; the first stretch of a form needs no title. */
export function FormPart({ title, children }: { readonly title?: string; readonly children: ReactNode }): ReactNode {
  const fields = <div className="flex max-w-2xl flex-col gap-4">{children}</div>;
  return title === undefined ? <div className="px-5 pb-5">{fields}</div> : <Section title={title}>{fields}</Section>;
}

/** Two fields side by side where there is room. */
export function FieldPair({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className="grid gap-4 sm:grid-cols-2">{children}</div>;
}
