import { expect, test } from 'vitest';
import { BROWSER_CSP, BROWSER_HEADERS, ELECTRON_CSP, ELECTRON_HEADERS, browserCspFor, metaCsp } from './csp.ts';

test('S9: the desktop policy is the agreed text', () => {
  expect(ELECTRON_CSP).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  );
});

test('S9: neither policy allows inline code, eval or a remote host', () => {
  for (const policy of [ELECTRON_CSP, BROWSER_CSP]) {
    expect(policy.replace("'wasm-unsafe-eval'", '')).not.toMatch(/unsafe-|https?:|\*/);
  }
  expect(ELECTRON_CSP).not.toContain('wasm');
});

test('the browser policy differs only by what its worker needs', () => {
  const desktop = new Set(ELECTRON_CSP.split('; '));
  expect(BROWSER_CSP.split('; ').filter((directive) => !desktop.has(directive))).toEqual([
    "script-src 'self' 'wasm-unsafe-eval'",
    'trusted-types muster-worker',
  ]);
});

test('a server names its own socket origin and nothing that is not an origin', () => {
  expect(browserCspFor('https://muster.example')).toContain("connect-src 'self' wss://muster.example;");
  expect(browserCspFor('http://127.0.0.1:8080')).toContain("connect-src 'self' ws://127.0.0.1:8080;");
  for (const odd of ['https://a.example; script-src *', 'javascript:alert(1)', 'https://a.example/path', '']) {
    expect(() => browserCspFor(odd)).toThrow();
  }
});

test('the meta form leaves out only what a meta tag cannot carry', () => {
  expect(metaCsp(ELECTRON_CSP)).toBe(ELECTRON_CSP.replace("frame-ancestors 'none'; ", ''));
});

test('both hosts send the same hardening headers', () => {
  for (const headers of [ELECTRON_HEADERS, BROWSER_HEADERS]) {
    expect(headers).toMatchObject({
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Referrer-Policy': 'no-referrer',
      'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
    });
  }
});
