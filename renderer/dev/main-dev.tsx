import '../../shared/security/jitless.ts';
import { previewBridge } from './preview-bridge.ts';

// Development tooling: the real screens on the preview organization. Excluded from both builds.
const bridge = previewBridge({ search: new URLSearchParams(location.search), nowMs: Date.now() });
Object.defineProperty(window, 'muster', { value: bridge });
if (location.pathname === '/dev.html') history.replaceState(null, '', `/${location.search}`);
await import('../main.tsx');
