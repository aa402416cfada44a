import { derivedId } from '../../../shared/domain/kernel/ids.ts';
import type { Period } from '../../../shared/domain/kernel/time.ts';
import { startServer } from '../../../sync-server/server.ts';

export const id = (name: string): string => derivedId('roster', name);
export const PASSWORD = 'a long enough password';
/** A Monday far ahead, in summer time: nothing here depends on the day the story is told. */
export const MONDAY = '2031-05-05';
export const LONG_NAME = 'Maximiliane-Charlotte von Oettingen-Wallerstein zu Schwarzenberg-Hohenlohe, geb. Ost';
const SITE = id('site');

/** `period('Tue', '10:00', '18:00')` in the week of the story, as the wall in Berlin shows it. */
export function period(day: string, from: string, to: string): Period {
  const date = dayOf(day);
  const instant = (local: string): string => new Date(Date.parse(`${local}:00.000Z`) - 2 * 3_600_000).toISOString();
  const startLocal = `${date}T${from}`;
  const endLocal = `${date}T${to}`;
  return { start: instant(startLocal), end: instant(endLocal), zone: 'Europe/Berlin', startLocal, endLocal };
}

/** The date of a weekday of the story. */
export function dayOf(day: string): string {
  const index = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(day);
  return new Date(Date.parse(`${MONDAY}T00:00:00Z`) + index * 86_400_000).toISOString().slice(0, 10);
}

interface Drawn {
  readonly name: string;
  readonly when: Period;
  readonly who?: string;
  readonly isDraft?: boolean;
  readonly role?: string;
  readonly skills?: readonly string[];
}

const member = (name: string, fullName: string, role: string, skills: readonly string[]) => ({
  name: 'member.create',
  input: {
    memberId: id(name),
    name: fullName,
    email: `${name}@fjord.test`,
    phone: null,
    role,
    hasLogin: role === 'manager',
    homeSiteId: SITE,
    skills,
    certificates: [],
    maxMinutesPerWeek: null,
    notes: '',
  },
});

const shift = ({ name, when, who, isDraft = false, role = 'Demonstrator', skills = [] }: Drawn) => [
  {
    name: 'shift.create',
    input: {
      shiftId: id(name),
      bookingId: null,
      needId: null,
      locationId: null,
      siteId: SITE,
      role,
      skills,
      period: when,
      notes: '',
      assigneeId: who === undefined ? null : id(who),
      overrideReason: null,
      isDraft,
    },
  },
  ...(who === undefined && !isDraft ? [{ name: 'shift.publish', input: { shiftId: id(name) } }] : []),
];

/**
 * A planner with two devices, four people to plan (one with a very long name), and a week with work in it; further people
 * and shifts make it a crowd.
 */
export async function prepareRoster(dataDir: string, crowd = 0): Promise<{ readonly codes: readonly [string, string] }> {
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const server = await startServer({ dataDir, port: 0, log: silent });
  const { admin } = server;
  await admin.createOrganization({
    organizationId: id('organization'),
    organization: {
      name: 'Fjord Events',
      kind: 'agency',
      zone: 'Europe/Berlin',
      currency: 'EUR',
      sites: [{ id: SITE, name: 'Berlin depot', zone: 'Europe/Berlin' }],
    },
    owner: { memberId: id('olga'), name: 'Olga Stein', email: 'olga@fjord.test' },
  });
  const run = async (memberId: string, commands: readonly { name: string; input: unknown }[]): Promise<void> => {
    const refused = (await admin.runAs(memberId, commands)).find((result) => !result.ok);
    if (refused !== undefined) throw new Error(`the week cannot begin: ${JSON.stringify(refused)}`);
  };
  await run(id('olga'), [
    member('maya', 'Maya Brandt', 'manager', []),
    member('ana', 'Ana Lindqvist', 'staff', ['Sampling']),
    member('bo', 'Bo Jensen', 'staff', ['Sampling']),
    member('cy', 'Cy Okafor', 'staff', []),
    member('long', LONG_NAME, 'staff', ['Sampling']),
    ...Array.from({ length: crowd }, (_unused, index) => member(`extra ${index}`, `Person ${String(index).padStart(3, '0')}`, 'staff', [])),
  ]);
  await run(id('maya'), [
    ...shift({ name: 'open', when: period('Tue', '10:00', '18:00'), skills: ['Sampling'] }),
    ...shift({ name: 'of ana', when: period('Wed', '10:00', '18:00'), who: 'ana' }),
    ...shift({ name: 'of bo', when: period('Wed', '12:00', '16:00'), who: 'bo', role: 'Lead' }),
    ...shift({ name: 'late', when: period('Thu', '14:00', '22:00'), who: 'ana', role: 'Lead' }),
    ...shift({ name: 'draft', when: period('Thu', '10:00', '14:00'), isDraft: true }),
    ...shift({ name: 'double', when: period('Thu', '15:00', '17:00'), who: 'bo', isDraft: true, role: 'Steward' }),
    ...shift({ name: 'taken', when: period('Thu', '15:00', '17:00'), who: 'bo', role: 'Steward' }),
    ...shift({ name: 'for a finger', when: period('Sat', '11:00', '13:00'), role: 'Steward' }),
    ...shift({ name: 'overlap', when: period('Wed', '14:00', '17:00'), role: 'Steward' }),
    ...shift({ name: 'for a trained one', when: period('Fri', '10:00', '14:00'), skills: ['Sampling'], role: 'Steward' }),
    ...shift({ name: 'early', when: period('Sun', '07:00', '09:00'), who: 'ana', role: 'Steward' }),
    ...shift({ name: 'elastic', when: period('Sat', '13:00', '16:00'), who: 'bo', role: 'Steward' }),
    ...shift({ name: 'original', when: period('Sat', '18:00', '19:00'), who: 'long', role: 'Steward' }),
    ...Array.from({ length: crowd }, (_unused, index) =>
      shift({ name: `extra ${index}`, when: period('Fri', '10:00', '18:00'), who: `extra ${index}` }),
    ).flat(),
  ]);
  for (const name of ['maya', 'olga']) await admin.setPassword(id(name), `${name}@fjord.test`, PASSWORD);
  const codes = [await admin.createEnrolCode(id('maya')), await admin.createEnrolCode(id('olga'))] as const;
  await server.close();
  return { codes };
}
