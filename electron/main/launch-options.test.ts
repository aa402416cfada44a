import { expect, test } from 'vitest';
import { acceptServerUrl, parseLaunchOptions } from './launch-options.ts';

test('S17: https is accepted anywhere; plain http on this machine and only while unpackaged', () => {
  expect(acceptServerUrl('https://muster.example/', true)).toBe('https://muster.example');
  for (const loopback of ['http://127.0.0.1:8787', 'http://localhost:8787', 'http://[::1]:8787']) {
    expect(acceptServerUrl(loopback, false)).toBe(loopback);
    expect(acceptServerUrl(loopback, true)).toBeNull();
  }
  for (const bad of [
    'http://muster.example',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://10.0.0.1',
    'ws://127.0.0.1',
    'file:///x',
    'ftp://127.0.0.1',
    'https://user:pass@muster.example',
    'muster.example',
    '',
    'http://127.0.0.1@evil.example/',
  ]) {
    expect(acceptServerUrl(bad, false), bad).toBeNull();
  }
});

test('the command line is read by name, and what is malformed is left out', () => {
  expect(
    parseLaunchOptions(['main.js', '--profile=ana', '--server=http://127.0.0.1:1', `--enrol=${'A'.repeat(20)}`, 'muster-link:x'], false),
  ).toEqual({
    profile: 'ana',
    serverUrl: 'http://127.0.0.1:1',
    enrolCode: 'A'.repeat(20),
    link: 'muster-link:x',
  });
  expect(parseLaunchOptions(['--profile=../../etc', '--server=http://evil.example', '--enrol=a b'], false)).toEqual({
    profile: 'default',
    serverUrl: null,
    enrolCode: null,
    link: null,
  });
});
