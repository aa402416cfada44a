import type { Role } from '../../../shared/domain/kernel/roles.ts';
import type { MemberState } from '../../../shared/domain/member/schema.ts';

/** What a person types into the form of a person. */
export interface Draft {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly role: Role;
  readonly homeSiteId: string;
  readonly skills: string;
  readonly certificates: MemberState['certificates'];
  /** Not a number: the organization's limit. */
  readonly hours: number;
  readonly notes: string;
}

export function draftOf(state: MemberState | null, homeSiteId: string): Draft {
  return {
    name: state?.name ?? '',
    email: state?.email ?? '',
    phone: state?.phone ?? '',
    role: state?.role ?? 'staff',
    homeSiteId: state?.homeSiteId ?? homeSiteId,
    skills: state?.skills.join(', ') ?? '',
    certificates: state?.certificates ?? [],
    hours: state === null || state.maxMinutesPerWeek === null ? Number.NaN : state.maxMinutesPerWeek / 60,
    notes: state?.notes ?? '',
  };
}

export const skillsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((skill) => skill.trim())
      .filter((skill) => skill !== ''),
  ),
];

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** The fields as commands take them. */
export const detailsOf = (draft: Draft) => ({
  name: draft.name.trim(),
  email: orNull(draft.email),
  phone: orNull(draft.phone),
  homeSiteId: draft.homeSiteId,
  skills: skillsOf(draft.skills),
  certificates: draft.certificates.map(({ name, validUntil }) => ({ name: name.trim(), validUntil })).filter(({ name }) => name !== ''),
  maxMinutesPerWeek: Number.isNaN(draft.hours) ? null : Math.round(draft.hours * 60),
  notes: draft.notes,
});

/** Only what changed, so that edits by others survive. */
export function changesOf(before: MemberState, draft: Draft): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(detailsOf(draft)).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field as keyof MemberState]),
    ),
  );
}
