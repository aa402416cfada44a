import type { ReactNode } from 'react';
import { setPreferences, usePreferences } from '../../app/preferences.ts';
import { useWords } from '../../i18n/words.ts';
import { Section, Switch } from '../../ui/index.ts';
import { ChoiceRow } from './choice-row.tsx';

/** How it looks on this device. */
export function Appearance(): ReactNode {
  const say = useWords('settings');
  const { theme, density, isRailNarrow } = usePreferences();
  return (
    <Section level={2} title={say('appearance.title')}>
      <p className="mb-4 text-13 text-ink-2">{say('appearance.detail')}</p>
      <div className="flex flex-col gap-5">
        <ChoiceRow
          label={say('appearance.theme')}
          value={theme}
          choices={(['system', 'light', 'dark'] as const).map((id) => ({ id, label: say(`appearance.theme-${id}`) }))}
          onChange={(next) => setPreferences({ theme: next })}
        />
        <ChoiceRow
          label={say('appearance.density')}
          value={density}
          choices={(['desk', 'touch'] as const).map((id) => ({
            id,
            label: say(`appearance.density-${id}`),
            detail: say(`appearance.density-${id}-detail`),
          }))}
          onChange={(next) => setPreferences({ density: next })}
        />
        <Switch isSelected={isRailNarrow} onChange={(on) => setPreferences({ isRailNarrow: on })}>
          {say('appearance.narrow')}
        </Switch>
      </div>
    </Section>
  );
}
