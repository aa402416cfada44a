import type { ReactNode } from 'react';

/** The product's mark: two who gather under one point. */
export function Mark({ className }: { readonly className?: string }): ReactNode {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className={className}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M8 22V11.5L16 18l8-6.5V22"
        fill="none"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
        className="stroke-accent-ink"
      />
      <circle cx="16" cy="8.5" r="2" className="fill-accent-ink" />
    </svg>
  );
}
