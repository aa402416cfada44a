// The smallest page that uses the bridge. Specs of the host drive it, so that they do not depend on any screen.
globalThis.violations = [];
globalThis.links = [];
document.addEventListener('securitypolicyviolation', (event) => globalThis.violations.push(event.effectiveDirective));
globalThis.muster.onLinkOpened((...args) => globalThis.links.push(args));
await globalThis.muster.window.ready();
document.querySelector('#ready').textContent = 'ready';
