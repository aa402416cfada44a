/** A tab's hold on a profile. The database belongs to exactly one tab at a time. */
export interface Ownership {
  /** Resolves when another tab asks to take over, or took over by force. */
  readonly wanted: Promise<void>;
  release(): void;
}

const HAND_OVER_WITHIN_MS = 6_000;
/** A page that is being left, by a reload or a link, lets go of its profile a moment after the next one asks for it. */
const LEAVING_MS = 2_500;

/**
 * Waits until this tab owns the profile. When another tab does, `askPerson` is shown; once it resolves, the other tab is
 * asked to close its core and hand over, and made to when it does not answer.
 */
export async function ownProfile(profile: string, askPerson: () => Promise<void>): Promise<Ownership> {
  const name = `muster-profile:${profile}`;
  const free = await request(name, { signal: AbortSignal.timeout(LEAVING_MS) });
  if (free !== null) return hold(name, free);
  await askPerson();
  const channel = new BroadcastChannel(name);
  channel.postMessage('hand-over');
  channel.close();
  const handed = await request(name, { signal: AbortSignal.timeout(HAND_OVER_WITHIN_MS) });
  return hold(name, handed ?? (await forced(name)));
}

interface Held {
  readonly release: () => void;
  /** Resolves when the lock was stolen. */
  readonly stolen: Promise<void>;
}

/** Null when the lock was not to be had. */
function request(name: string, options: LockOptions): Promise<Held | null> {
  return new Promise((resolve) => {
    const stolen = Promise.withResolvers<void>();
    navigator.locks
      .request(name, options, async (lock) => {
        if (lock === null) {
          resolve(null);
          return;
        }
        const released = Promise.withResolvers<void>();
        resolve({ release: () => released.resolve(), stolen: stolen.promise });
        await released.promise;
      })
      .catch(() => {
        resolve(null);
        stolen.resolve();
      });
  });
}

async function forced(name: string): Promise<Held> {
  const held = await request(name, { steal: true });
  if (held === null) throw new Error('the browser gave nobody the lock');
  return held;
}

function hold(name: string, held: Held): Ownership {
  const asked = Promise.withResolvers<void>();
  const channel = new BroadcastChannel(name);
  channel.addEventListener('message', () => asked.resolve());
  return {
    wanted: Promise.race([asked.promise, held.stolen]),
    release() {
      channel.close();
      held.release();
    },
  };
}
