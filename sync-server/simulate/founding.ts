import { derivedId } from '../../shared/domain/kernel/ids.ts';
import { policyActor } from '../../shared/conflict/admit.ts';
import { DEFAULT_SETTINGS } from '../../shared/domain/organization/schema.ts';
import { RULEBOOK } from '../../shared/domain/rulebook.ts';
import { Oracle } from '../../shared/simulator/oracle.ts';
import { Chance } from '../../shared/simulator/random.ts';
import { Report } from '../../shared/simulator/report.ts';
import { Schedule } from '../../shared/simulator/schedule.ts';
import { openingDeeds } from '../../shared/simulator/opening.ts';
import type { Cast } from '../../shared/simulator/workload.ts';
import { World, type Founding, type Machinery } from '../../shared/simulator/world.ts';
import { serverEvents } from '../sequencer/server-events.ts';
import { zoneOffset } from '../sequencer/zones.ts';
import { ServerHost } from './server-host.ts';

const id = (name: string): string => derivedId('simulated organization', name);
const ORGANIZATION_ID = id('organization');
const SITES = [id('site north'), id('site south')] as const;

const PEOPLE = [
  ['olga', 'owner', 0],
  ['maya', 'manager', 0],
  ['leo', 'manager', 1],
  ['lea', 'site_lead', 1],
  ['ana', 'staff', 0],
  ['ben', 'staff', 0],
  ['cem', 'staff', 1],
] as const;
/** Who has a device: the owner first, because she settles what others may not. */
const WITH_DEVICE = ['olga', 'maya', 'leo', 'ana', 'lea'] as const;

const CAST: Cast = {
  siteIds: SITES,
  staffIds: ['ana', 'ben', 'cem', 'lea'].map(id),
  kitIds: ['kit 1', 'kit 2', 'kit 3'].map(id),
  locationIds: ['harbor', 'hall'].map(id),
  itemIds: ['cups', 'napkins'].map(id),
};

const BOOKING_IDS = [1, 2, 3, 4, 5].map((number) => id(`booking ${number}`));

/** Makes the small organization that every run starts from, through the product itself, and takes the images of all disks. */
export async function foundOrganization(machinery: Machinery): Promise<Founding> {
  const schedule = new Schedule();
  const report = new Report(false, () => schedule.nowMs);
  const chance = new Chance(1).fork('founding');
  const server = new ServerHost({ schedule, chance, rulebook: RULEBOOK, folder: null, note: () => undefined });
  const founding = {
    folder: { image: new Uint8Array(), sideFile: null },
    cast: CAST,
    ownerId: id('olga'),
    devices: [],
    seq: 0,
    oracle: new Oracle(() => 0, undefined, zoneOffset),
  };
  const world = new World({ founding, machinery, schedule, chance, report, server, rulebook: RULEBOOK, meddler: () => ({}) });
  server.start();
  const found = writeFoundation(server);
  await world.pass(1000);
  await found;
  for (const name of WITH_DEVICE) {
    const device = world.addDevice({ name, memberId: id(name), image: null, secret: null });
    await device.start();
    const signedIn = device.signIn(await server.enrolCode(id(name)));
    await world.pass(2000);
    if (!(await signedIn)) throw new Error(`${name} could not sign in`);
  }
  const owner = world.devices[0];
  for (const { name, input } of openingDeeds(CAST, chance, BOOKING_IDS)) {
    const done = owner?.run(name, input, chance.id());
    await world.pass(300);
    const reply = await done;
    if (reply === undefined || reply === null || reply.refusedCode !== null)
      throw new Error(`${name} was refused: ${reply?.refusedCode ?? ''}`);
  }
  if ((await world.comeToRest()) === null) throw new Error('the founding never came to rest');
  const log = server.log(0);
  const oracle = new Oracle(() => 0, undefined, zoneOffset);
  oracle.read(log, report);
  if (report.violations.length > 0) throw new Error(`the founding breaks a promise: ${report.violations[0]?.message ?? ''}`);
  const seq = server.head().seq;
  const devices = [];
  for (const device of world.devices) {
    await device.close();
    devices.push({ name: device.name, memberId: device.memberId, image: device.disk.image(), secret: device.secret });
  }
  await server.parts.organizations.settle();
  const folder = server.folder();
  server.close();
  return { ...founding, folder, devices, seq, oracle };
}

async function writeFoundation(server: ServerHost): Promise<void> {
  const { organizations } = server.parts;
  const { organizationNo } = await organizations.create(ORGANIZATION_ID);
  const organization = {
    type: 'organization.created',
    aggregateType: 'organization' as const,
    aggregateId: ORGANIZATION_ID,
    data: {
      name: 'Northlight',
      kind: 'agency',
      zone: 'Europe/Berlin',
      currency: 'EUR',
      sites: SITES.map((site, index) => ({ id: site, name: index === 0 ? 'North' : 'South', zone: 'Europe/Berlin' })),
      settings: DEFAULT_SETTINGS,
    },
  };
  const members = PEOPLE.map(([name, role, site]) => ({
    type: 'member.created',
    aggregateType: 'member' as const,
    aggregateId: id(name),
    data: {
      name,
      email: `${name}@northlight.example`,
      phone: null,
      role,
      hasLogin: true,
      homeSiteId: SITES[site],
      skills: [],
      certificates: [],
      maxMinutesPerWeek: null,
      notes: '',
    },
  }));
  const actor = policyActor(SITES[0]);
  await organizations.sequencer(organizationNo).performAlone((group) => {
    const moment = { actor, organizationId: ORGANIZATION_ID, nowMs: group.nowMs, zone: 'Europe/Berlin', basisSeq: 0, rulebook: RULEBOOK };
    const made = serverEvents([organization, ...members], moment);
    // The same ids in every process: the log of a seed is the same to the last byte.
    const events = made.map((event, index) => ({
      ...event,
      id: id(`event ${index}`),
      txnId: id('transaction'),
      correlationId: id('transaction'),
    }));
    group.append(events, { actor, deviceNo: null, clockOffsetMs: null });
  });
}
