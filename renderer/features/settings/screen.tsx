import type { ReactNode } from 'react';
import { navigate } from '../../app/router.tsx';
import type { ScreenProps } from '../../app/routes.tsx';
import { useWords } from '../../i18n/words.ts';
import { PageHeader, Tabs, type TabSpec } from '../../ui/index.ts';
import { Appearance } from './appearance.tsx';
import { Device } from './device.tsx';
import { OrganizationSettings } from './organization-settings.tsx';
import { Policies } from './policies.tsx';

/** `/settings/device`. Everybody sees everything; who may not change something reads who may. */
export default function SettingsScreen({ id }: ScreenProps): ReactNode {
  const say = useWords('settings');
  const tabs: readonly TabSpec[] = [
    {
      id: 'appearance',
      label: say('appearance.title'),
      content: (
        <Page>
          <Appearance />
        </Page>
      ),
    },
    {
      id: 'organization',
      label: say('organization.title'),
      content: (
        <Page>
          <OrganizationSettings />
        </Page>
      ),
    },
    {
      id: 'policies',
      label: say('policies.title'),
      content: (
        <Page>
          <Policies />
        </Page>
      ),
    },
    {
      id: 'device',
      label: say('device.title'),
      content: (
        <Page>
          <Device />
        </Page>
      ),
    },
  ];
  const value = tabs.find((tab) => tab.id === id)?.id ?? 'appearance';
  return (
    <>
      <PageHeader title={say('title')} />
      <Tabs
        label={say('title')}
        tabs={tabs}
        value={value}
        onChange={(next) => navigate(`/settings/${next}`, { replace: true })}
        className="flex-1"
      />
    </>
  );
}

function Page({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className="max-w-2xl pb-10">{children}</div>;
}
