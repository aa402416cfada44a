import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { settingsOf, type FitContext } from '../fit/rules.ts';
import { useRuleReader } from '../fit/use-rule-reader.ts';

/** Reads what the rules look at. Apart from the screen, so that the week stands before ten weeks of work are gathered. */
function RulesSource({
  around,
  organizationId,
  onRules,
}: {
  readonly around: string;
  readonly organizationId: string;
  readonly onRules: (rules: FitContext) => void;
}): ReactNode {
  const reader = useRuleReader(around);
  const rules = useMemo(() => ({ reader, settings: settingsOf(reader, organizationId) }), [reader, organizationId]);
  useEffect(() => onRules(rules), [rules, onRules]);
  return null;
}

/** The rules for a week; null until the week itself has been drawn. */
export function useRules(around: string, organizationId: string): { readonly rules: FitContext | null; readonly source: ReactNode } {
  const [rules, setRules] = useState<FitContext | null>(null);
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    const later = requestIdleCallback(() => setDrawn(true), { timeout: 500 });
    return () => cancelIdleCallback(later);
  }, []);
  return { rules, source: isDrawn && <RulesSource around={around} organizationId={organizationId} onRules={setRules} /> };
}
