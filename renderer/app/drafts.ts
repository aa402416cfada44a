import { useEffect, useRef, useState } from 'react';

/**
 * Work that is not finished yet (ticks of a checklist, a half-written report) survives a closed window, a crash and a flat
 * battery. It lives on this device only, under strict durability, until it is handed in or thrown away.
 */
export interface Draft<T> {
  readonly value: T;
  /** False until the device was asked; a screen waits with showing counts until then. */
  readonly isLoaded: boolean;
  readonly set: (value: T) => void;
  /** Handed in, or thrown away. */
  readonly drop: () => void;
}

const DATABASE = 'muster-drafts';
const STORE = 'drafts';

/** `parse` answers null for what an older version left behind; then the draft starts at `empty`. */
export function useDraft<T>(name: string, empty: T, parse: (stored: unknown) => T | null): Draft<T> {
  const key = `${profile()}:${name}`;
  const [state, setState] = useState<{ readonly key: string; readonly value: T; readonly isLoaded: boolean }>({
    key,
    value: empty,
    isLoaded: false,
  });
  const latest = useRef({ parse, wasChanged: false });
  latest.current.parse = parse;
  useEffect(() => {
    let isCurrent = true;
    latest.current.wasChanged = false;
    read(key).then(
      (stored) => {
        if (!isCurrent || latest.current.wasChanged) return;
        const parsed = stored === undefined ? null : latest.current.parse(stored);
        setState((before) => ({ key, value: parsed ?? (before.key === key ? before.value : empty), isLoaded: true }));
      },
      () => isCurrent && setState((before) => ({ ...before, isLoaded: true })),
    );
    return () => {
      isCurrent = false;
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `empty` is what a new draft starts with, not something to follow
  }, [key]);
  return {
    value: state.value,
    isLoaded: state.isLoaded && state.key === key,
    set: (value) => {
      latest.current.wasChanged = true;
      setState({ key, value, isLoaded: true });
      // a device that cannot keep drafts still lets people work; they only lose the comfort
      void write(key, value).catch(() => undefined);
    },
    drop: () => {
      latest.current.wasChanged = true;
      setState({ key, value: empty, isLoaded: true });
      void write(key, undefined).catch(() => undefined);
    },
  };
}

const profile = (): string => new URLSearchParams(location.search).get('profile') ?? 'main';

let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => {
      opened = null;
      reject(new Error('drafts cannot be kept', { cause: request.error }));
    };
  });
  return opened;
}

async function read(key: string): Promise<unknown> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const request: IDBRequest<unknown> = database.transaction(STORE, 'readonly').objectStore(STORE).get(key);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error('the draft cannot be read', { cause: request.error }));
  });
}

async function write(key: string, value: unknown): Promise<void> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
    if (value === undefined) transaction.objectStore(STORE).delete(key);
    else transaction.objectStore(STORE).put(value, key);
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(new Error('the draft cannot be kept', { cause: transaction.error }));
  });
}
