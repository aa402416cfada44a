import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';

/** Every id is a UUID: v7 where a device makes it, v5 where it is derived from a cause. */
export const idSchema = z.uuid();

/** The device id under which the server itself appends events (policies, conflicts). */
export const SERVER_DEVICE_ID = '00000000-0000-5000-8000-000000000001';
/** The actor of a policy: no person. */
export const POLICY_ACTOR_ID = '00000000-0000-5000-8000-000000000002';
/** The actor of what is done on the server's own machine, such as founding an organization: whoever runs it, by no name. */
export const SERVER_ADMIN_ACTOR_ID = '00000000-0000-5000-8000-000000000003';

const NAMESPACE = hexToBytes('6d757374657200508000000000000000');

function format(bytes: Uint8Array): string {
  const hex = bytesToHex(bytes);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/**
 * A time-ordered id (RFC 9562, UUIDv7).
 * @param nowMs milliseconds since the epoch, from the caller's clock port
 * @param random 10 random bytes, from the caller's random port
 */
export function uuid7(nowMs: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  let rest = nowMs;
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return format(bytes);
}

/**
 * A derived id (RFC 9562, UUIDv5): the same parts give the same id on every device and on the server,
 * which is why a policy's prediction can be replaced by the server's answer.
 */
export function derivedId(...parts: readonly (string | number)[]): string {
  const digest = sha1(concatBytes(NAMESPACE, utf8ToBytes(parts.join('\u0000')))).slice(0, 16);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  return format(digest);
}
