import type { ReactNode } from 'react';
import { useWords } from '../i18n/words.ts';

interface PageHeaderProps {
  readonly title: string;
  /** Shown behind the title: `14 of 230`. */
  readonly count?: { readonly shown: number; readonly total: number } | undefined;
  /** Filters and switches of the place. */
  readonly filters?: ReactNode;
  /** The one primary action, last. */
  readonly actions?: ReactNode;
}

/** Top of a place: its name, its filters, its one primary action. */
export function PageHeader({ title, count, filters, actions }: PageHeaderProps): ReactNode {
  const say = useWords('ui');
  return (
    <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-surface px-4 py-2">
      <h1 className="text-15 leading-none">{title}</h1>
      {count !== undefined && (
        <span className="tabular text-12 text-ink-3">
          {count.shown === count.total ? count.total : say('of-total', { count: count.shown, total: count.total })}
        </span>
      )}
      {filters !== undefined && <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">{filters}</div>}
      {actions !== undefined && <div className="ms-auto flex items-center gap-2">{actions}</div>}
    </header>
  );
}

/** Head of one object in a detail pane: what it is, its status, what can be done. */
export function DetailHeader({
  eyebrow,
  title,
  status,
  meta,
  actions,
}: {
  readonly eyebrow?: ReactNode;
  readonly title: string;
  readonly status?: ReactNode;
  readonly meta?: ReactNode;
  readonly actions?: ReactNode;
}): ReactNode {
  return (
    <header className="shrink-0 px-5 pt-4 pb-3">
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          {eyebrow !== undefined && <div className="mb-1 flex items-center gap-2 text-12 text-ink-3">{eyebrow}</div>}
          <h2 className="text-20 leading-tight break-words">{title}</h2>
        </div>
        {actions !== undefined && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
      </div>
      {(status !== undefined || meta !== undefined) && (
        <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-ink-2">
          {status}
          {meta}
        </div>
      )}
    </header>
  );
}

/** A titled stretch of a page; a line above it, no card. */
export function Section({
  title,
  actions,
  children,
  level = 3,
}: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** 2 where it stands right under the head of the place, 3 under an object's. */
  readonly level?: 2 | 3;
}): ReactNode {
  const Title = level === 2 ? 'h2' : 'h3';
  return (
    <section aria-label={title} className="border-t border-line px-5 py-4 first:border-t-0">
      <div className="mb-2 flex min-h-6 items-center justify-between gap-3">
        <Title className="text-13">{title}</Title>
        {actions}
      </div>
      {children}
    </section>
  );
}

/** Names and values in two columns. */
export function Facts({ facts }: { readonly facts: readonly { readonly label: string; readonly value: ReactNode }[] }): ReactNode {
  return (
    <dl className="grid grid-cols-[minmax(6rem,max-content)_1fr] gap-x-6 gap-y-1.5 text-13">
      {facts.map(({ label, value }) => (
        <div key={label} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-ink-3">{label}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
