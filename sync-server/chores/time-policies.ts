import { decideCommand } from '../../shared/conflict/decide-command.ts';
import { policyActor } from '../../shared/conflict/admit.ts';
import type { StateReader } from '../../shared/domain/kernel/aggregate.ts';
import type { EventDraft } from '../../shared/domain/kernel/event.ts';
import { TIME_POLICIES } from '../../shared/domain/rulebook.ts';
import { dueNoShows } from '../../shared/domain/shift/no-shows.ts';
import type { ShiftState } from '../../shared/domain/shift/schema.ts';
import type { Organizations } from '../organizations.ts';
import type { Group } from '../sequencer/group.ts';
import { newId, serverEvents } from '../sequencer/server-events.ts';
import type { Head } from '../store/event-store.ts';
import type { Presence } from '../stream/presence.ts';

const DAY_MS = 24 * 3_600_000;

export interface TimePolicyOptions {
  readonly organizations: Organizations;
  readonly presence: Presence;
  readonly nowMs: () => number;
}

/**
 * Writes what only the clock says: people who did not come, invitations that ran out, and what the rules of time find due.
 * The server alone does this.
 */
export async function runTimePolicies({ organizations, presence, nowMs }: TimePolicyOptions): Promise<void> {
  for (const head of organizations.store.heads()) {
    const organization = organizations.state(head.organizationNo);
    const siteId = organization?.sites[0]?.id;
    if (organization === undefined || siteId === undefined) continue;
    const now = new Date(nowMs()).toISOString();
    const reader = organizations.store.entities(head.organizationNo);
    const heard = Object.fromEntries(presence.sites(head.organizationNo).map((site) => [site.siteId, site.lastSeenAt]));
    const absent = dueNoShows(now, heard, runningShifts(reader, nowMs()), organization.settings).filter((due) => due.kind === 'no-show');
    const expired = reader.find('invitation', 'all').filter(({ state }) => state.status === 'pending' && state.expiresAt <= now);
    const context = { reader, organizationId: head.organizationId, now };
    const rules = TIME_POLICIES.filter(({ id }) => !organization.settings.disabledPolicies.includes(id));
    const commands = [...absent.map(({ command }) => command), ...rules.flatMap((rule) => rule.due(context))];
    if (commands.length === 0 && expired.length === 0) continue;
    await organizations.sequencer(head.organizationNo).perform(commands.length + expired.length, (group) => {
      for (const command of commands)
        appendDrafts(group, organizations, head, siteId, (moment) =>
          decideCommand(organizations.rulebook, command, group.workspace, moment),
        );
      for (const { id } of expired) {
        if (group.workspace.get('invitation', id)?.state.status !== 'pending') continue;
        const draft: EventDraft = { type: 'organization.invitation_expired', aggregateType: 'invitation', aggregateId: id, data: {} };
        appendDrafts(group, organizations, head, siteId, () => ({ ok: true, value: [draft] }));
      }
    });
  }
}

/** Shifts of the last day, found by what they hold of their people's time. */
function runningShifts(reader: StateReader, nowMs: number): readonly ShiftState[] {
  const ids = new Set<string>();
  for (const member of reader.find('member', 'all')) {
    for (const claim of reader.claims(`member:${member.id}`, nowMs - DAY_MS, nowMs))
      if (claim.aggregateType === 'shift') ids.add(claim.aggregateId);
  }
  return [...ids].flatMap((id) => reader.get('shift', id)?.state ?? []);
}

type Decide = (moment: Parameters<typeof decideCommand>[3]) => ReturnType<typeof decideCommand>;

function appendDrafts(group: Group, organizations: Organizations, head: Head, siteId: string, decide: Decide): void {
  const actor = policyActor(siteId);
  const { organizationId } = head;
  const zone = organizations.state(head.organizationNo)?.zone ?? 'UTC';
  const now = new Date(group.nowMs).toISOString();
  const decided = decide({ actor, organizationId, now, zone, newId: () => newId(group.nowMs) });
  if (!decided.ok || decided.value.length === 0) return;
  const { rulebook } = organizations;
  const events = serverEvents(decided.value, { actor, organizationId, nowMs: group.nowMs, zone, basisSeq: group.seq, rulebook });
  group.append(events, { actor, deviceNo: null, clockOffsetMs: null });
}
