import '../shared/security/jitless.ts';
import './styles/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { keepLiveRegionWithinPolicy } from './app/live-region-policy.ts';
import { applyPreferences } from './app/preferences.ts';

applyPreferences();
keepLiveRegionWithinPolicy(document.body);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
