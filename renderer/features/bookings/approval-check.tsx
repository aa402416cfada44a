import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from '../../app/router.tsx';
import { useWords } from '../../i18n/words.ts';
import { Section } from '../../ui/index.ts';
import type { Row } from '../../view/hooks.ts';
import { useApprovalCheck } from './use-approval-check.ts';

/** What an approval would find now, the missing first, with who has it instead. */
export function ApprovalCheck({ booking }: { readonly booking: Row<'bookings'> }): ReactNode {
  const say = useWords('bookings');
  const findings = useApprovalCheck(booking).toSorted((a, b) => Number(a.isFine) - Number(b.isFine));
  return (
    <Section title={say('check.title')}>
      <ul className="flex flex-col gap-1.5 text-13">
        {findings.map(({ key, isFine, words, others }) => (
          <li key={key} className="flex items-start gap-2">
            {isFine ? (
              <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-approved" strokeWidth={1.75} />
            ) : (
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-needs" strokeWidth={1.75} />
            )}
            <span className="min-w-0">
              <span className={isFine ? 'text-ink-2' : 'text-needs-text'}>{words}</span>
              {others.map((other) => (
                <span key={other.address + other.words} className="block">
                  <Link to={other.address}>{other.words}</Link>
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
