import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { startTcpProxy, type TcpProxy } from '../tcp-proxy.ts';
import type { Acknowledged, Answers, Ask } from './words.ts';

/** What was answered to the people at all devices. */
export class Ledger {
  readonly eventIds = new Set<string>();
  commands = 0;
  acknowledged = 0;
  readonly refusals = new Map<string, number>();

  note(line: Acknowledged): void {
    this.commands += 1;
    if (line.ok) {
      this.acknowledged += 1;
      for (const id of line.eventIds) this.eventIds.add(id);
    } else this.refusals.set(line.code, (this.refusals.get(line.code) ?? 0) + 1);
  }
}

/** A device: a folder, a stretch of network, and a process that may be gone. */
export class Device {
  readonly name: string;
  readonly folder: string;
  readonly network: TcpProxy;
  readonly complaints: string[] = [];
  readonly #ledger: Ledger;
  #child: ChildProcess | null = null;
  #starts = 0;
  #asked = 0;
  readonly #waiting = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>();

  private constructor(name: string, folder: string, network: TcpProxy, ledger: Ledger) {
    this.name = name;
    this.folder = folder;
    this.network = network;
    this.#ledger = ledger;
  }

  static async make(name: string, under: string, serverUrl: string, ledger: Ledger): Promise<Device> {
    const folder = join(under, name.replaceAll(' ', '-'));
    mkdirSync(folder, { recursive: true });
    return new Device(name, folder, await startTcpProxy(serverUrl), ledger);
  }

  get isRunning(): boolean {
    return this.#child !== null;
  }

  /** Starts the process; resolves when its core is open. */
  async start(seed: number): Promise<void> {
    this.#starts += 1;
    const place = JSON.stringify({ folder: this.folder, serverUrl: this.network.url, seed: seed * 1000 + this.#starts });
    const child = fork(join(import.meta.dirname, 'core-process.ts'), [place], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.#child = child;
    if (child.stdout !== null) {
      createInterface(child.stdout).on('line', (line) => {
        // the last line of a process that was killed may be half a line: nobody has read it
        if (line.startsWith('{') && line.endsWith('}')) this.#ledger.note(JSON.parse(line) as Acknowledged);
      });
    }
    child.stderr?.on('data', (part: Buffer) => {
      if (!/ExperimentalWarning|--trace-warnings/.test(String(part))) this.complaints.push(String(part).trim());
    });
    child.on('message', ({ id, value }: { readonly id: number; readonly value: unknown }) => {
      this.#waiting.get(id)?.resolve(value);
      this.#waiting.delete(id);
    });
    const isOpen = new Promise((resolve, reject) => void this.#waiting.set(0, { resolve, reject }));
    child.once('exit', () => {
      if (this.#child === child) this.#child = null;
      for (const { reject } of this.#waiting.values()) reject(new Error(`${this.name} is gone: ${this.complaints.slice(-3).join(' ')}`));
      this.#waiting.clear();
    });
    await isOpen;
  }

  ask<K extends Ask['kind']>(ask: Extract<Ask, { kind: K }>): Promise<Answers[K]> {
    const child = this.#child;
    if (child === null) return Promise.reject(new Error(`${this.name} is not running`));
    this.#asked += 1;
    const id = this.#asked;
    return new Promise<Answers[K]>((resolve, reject) => {
      this.#waiting.set(id, { resolve: (value) => resolve(value as Answers[K]), reject });
      child.send({ ...ask, id });
    });
  }

  /** kill -9 */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
}
