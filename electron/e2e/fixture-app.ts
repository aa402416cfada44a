import { cp, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/**
 * The built main, preload and core around a page of a few lines, so that specs of the host stand on no screen.
 * @returns the main file to launch
 */
export async function makeFixtureApp(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-fixture-'));
  await mkdir(join(folder, 'dist'));
  for (const part of ['main', 'preload', 'core']) await cp(join(ROOT, 'dist', part), join(folder, 'dist', part), { recursive: true });
  await cp(join(import.meta.dirname, 'fixture-page'), join(folder, 'dist', 'renderer-electron'), { recursive: true });
  // Node decides by the nearest package.json how a .js file is read.
  await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
  return join(folder, 'dist', 'main', 'main.js');
}
