import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { locale } from '../ui/format-time.ts';
import { App } from './app.tsx';
import { keepLiveRegionWithinPolicy } from './live-region-policy.ts';
import { applyPreferences } from './preferences.ts';

/** Puts the app on the page. */
export function mount(): void {
  applyPreferences();
  keepLiveRegionWithinPolicy(document.body);
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no #root');
  createRoot(root).render(
    <StrictMode>
      <I18nProvider locale={locale()}>
        <App />
      </I18nProvider>
    </StrictMode>,
  );
}
