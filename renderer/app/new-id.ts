import { uuid7 } from '../../shared/domain/kernel/ids.ts';

/** A fresh id for something a screen creates; the command carries it, so the object is known before it is saved. */
export const newId = (): string => uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
