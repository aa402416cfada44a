import type { z } from 'zod';
import type { sitePresenceSchema } from '../../shared/sync/wire.ts';
import type { Organizations } from '../organizations.ts';
import type { FanOut } from './fan-out.ts';

type SitePresence = z.infer<typeof sitePresenceSchema>;

/** Presence is news, not data: at most one frame per second and organization. */
const THROTTLE_MS = 1000;

/** Tells every stream which sites are connected and when the others were last seen. */
export class Presence {
  readonly #organizations: Organizations;
  readonly #fanOut: FanOut;
  readonly #nowMs: () => number;
  readonly #planned = new Map<number, NodeJS.Timeout>();

  constructor(organizations: Organizations, fanOut: FanOut, nowMs: () => number) {
    this.#organizations = organizations;
    this.#fanOut = fanOut;
    this.#nowMs = nowMs;
  }

  /** Somebody came or went. */
  changed(organizationNo: number): void {
    if (this.#planned.has(organizationNo)) return;
    const timer = setTimeout(() => {
      this.#planned.delete(organizationNo);
      const frame = this.frame(organizationNo);
      for (const connection of this.#fanOut.of(organizationNo)) connection.sendText(frame);
    }, THROTTLE_MS);
    timer.unref();
    this.#planned.set(organizationNo, timer);
  }

  frame(organizationNo: number): string {
    return JSON.stringify({ kind: 'presence', sites: this.sites(organizationNo) });
  }

  /** When each site was last heard: now, while one of its devices is connected. */
  sites(organizationNo: number): readonly SitePresence[] {
    const online = new Set([...this.#fanOut.of(organizationNo)].map((connection) => connection.deviceId));
    const now = new Date(this.#nowMs()).toISOString();
    const devices = this.#organizations.store.devicesOf(organizationNo).filter((device) => !device.revoked);
    return (this.#organizations.state(organizationNo)?.sites ?? []).map((site) => {
      const here = devices.filter((device) => device.siteId === site.id);
      const seen = here.map((device) => (online.has(device.deviceId) ? now : device.lastSeenAt)).filter((at) => at !== null);
      return {
        siteId: site.id,
        lastSeenAt: seen.sort().at(-1) ?? null,
        devices: here.length,
        online: here.filter((device) => online.has(device.deviceId)).length,
      };
    });
  }

  close(): void {
    for (const timer of this.#planned.values()) clearTimeout(timer);
    this.#planned.clear();
  }
}
