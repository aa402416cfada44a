import type { AllocationState } from '../allocation/schema.ts';
import type { BookingState } from '../booking/schema.ts';
import type { Period } from '../kernel/time.ts';
import type { LocationState } from '../location/schema.ts';
import type { MemberState } from '../member/schema.ts';
import type { ShiftState } from '../shift/schema.ts';
import { SITE_ID, testId } from './memory-reader.ts';

/** A day's work in Berlin, summer time. */
export const PERIOD: Period = {
  start: '2026-06-10T08:00:00.000Z',
  end: '2026-06-10T16:00:00.000Z',
  zone: 'Europe/Berlin',
  startLocal: '2026-06-10T10:00',
  endLocal: '2026-06-10T18:00',
};

export const LATER: Period = {
  start: '2026-06-11T08:00:00.000Z',
  end: '2026-06-11T16:00:00.000Z',
  zone: 'Europe/Berlin',
  startLocal: '2026-06-11T10:00',
  endLocal: '2026-06-11T18:00',
};

export const aLocation = (over: Partial<LocationState> = {}): LocationState => ({
  id: testId('location'),
  name: 'Harbour hall',
  status: 'approved',
  statusReason: null,
  address: { line1: 'Kai 1', line2: '', city: 'Hamburg', region: '', postalCode: '20457', country: 'DE' },
  zone: 'Europe/Berlin',
  latitude: null,
  longitude: null,
  contactName: 'Jo Port',
  contactPhone: '',
  loadInNotes: '',
  hours: [],
  licenceNumber: null,
  licenceValidUntil: null,
  approvedUntil: null,
  notes: '',
  ...over,
});

export const aMember = (over: Partial<MemberState> = {}): MemberState => ({
  id: testId('member'),
  name: 'Ana',
  email: null,
  phone: null,
  role: 'staff',
  status: 'active',
  hasLogin: true,
  homeSiteId: SITE_ID,
  skills: [],
  certificates: [],
  maxMinutesPerWeek: null,
  notes: '',
  statusReason: null,
  ...over,
});

export const aBooking = (over: Partial<BookingState> = {}): BookingState => ({
  id: testId('booking'),
  reference: 'B-7K2QX',
  title: 'Summer tasting',
  clientName: 'Fizz',
  brand: 'Fizz Lemon',
  status: 'draft',
  statusReason: null,
  siteId: SITE_ID,
  locationId: testId('location'),
  period: PERIOD,
  staffNeeds: [{ id: testId('staff need'), role: 'Demonstrator', count: 2, skills: [] }],
  kitNeeds: [{ id: testId('kit need'), kitKind: 'Sampling bar', count: 1 }],
  contactName: 'Mia',
  contactPhone: '+49 40 1',
  brief: '',
  notes: '',
  noteLog: [],
  tags: [],
  priceMinor: 120_000,
  currency: 'EUR',
  actualStart: null,
  actualEnd: null,
  outcome: null,
  workAfterCancel: false,
  report: null,
  createdBy: testId('client'),
  submittedBy: null,
  approvedBy: null,
  copiedFrom: null,
  ...over,
});

export const aShift = (over: Partial<ShiftState> = {}): ShiftState => ({
  id: testId('shift'),
  bookingId: testId('booking'),
  needId: testId('staff need'),
  locationId: testId('location'),
  siteId: SITE_ID,
  role: 'Demonstrator',
  skills: [],
  period: PERIOD,
  travelMinutes: 30,
  status: 'confirmed',
  statusReason: null,
  assigneeId: testId('member'),
  assignedBy: testId('manager'),
  candidates: [],
  overrideReason: null,
  onMyWayAt: null,
  checkIn: null,
  checkedOutAt: null,
  breaks: [],
  unplanned: [],
  notes: '',
  ...over,
});

export const anAllocation = (over: Partial<AllocationState> = {}): AllocationState => ({
  id: testId('allocation'),
  bookingId: testId('booking'),
  needId: testId('kit need'),
  kitKind: 'Sampling bar',
  kitId: testId('kit'),
  status: 'assigned',
  statusReason: null,
  period: PERIOD,
  usage: PERIOD,
  packedLines: [],
  returnedLines: [],
  custody: [],
  ...over,
});
