import { allocationAggregate } from './allocation/aggregate.ts';
import { allocationPolicies } from './allocation/policies.ts';
import { allocationTimePolicies } from './allocation/time-policies.ts';
import { availabilityAggregate } from './availability/aggregate.ts';
import { bookingAggregate } from './booking/aggregate.ts';
import { bookingPolicies } from './booking/policies.ts';
import { bookingTimePolicies } from './booking/time-policies.ts';
import { conflictAggregate } from './conflict/aggregate.ts';
import { conflictTimePolicies } from './conflict/time-policies.ts';
import { itemAggregate } from './item/aggregate.ts';
import { itemPolicies } from './item/policies.ts';
import type { AggregateDefinition, CommandDefinition, EventDefinition, Policy } from './kernel/aggregate.ts';
import { assert } from './kernel/result.ts';
import type { TimePolicy } from './kernel/time-policy.ts';
import type { AggregateType } from './kernel/event.ts';
import { kitAggregate } from './kit/aggregate.ts';
import { locationAggregate } from './location/aggregate.ts';
import { locationTimePolicies } from './location/time-policies.ts';
import { invitationAggregate, memberAggregate } from './member/aggregate.ts';
import { memberTimePolicies } from './member/time-policies.ts';
import { notificationAggregate } from './notification/aggregate.ts';
import { notificationPolicies } from './notification/policies.ts';
import { organizationAggregate } from './organization/aggregate.ts';
import { shiftAggregate } from './shift/aggregate.ts';
import { shiftPolicies } from './shift/policies.ts';
import { shiftTimePolicies } from './shift/time-policies.ts';

/** An event type with the noun that owns it; states are opaque to the engine. */
export interface CatalogEntry {
  readonly type: string;
  readonly aggregateType: AggregateType;
  readonly definition: EventDefinition<unknown>;
}

/** Any noun's definition, with its state opaque. */
export type AnyAggregate = Omit<AggregateDefinition<AggregateType>, 'events' | 'claims' | 'keys' | 'row'> & {
  readonly events: Readonly<Record<string, EventDefinition<unknown>>>;
  readonly claims: (state: unknown) => ReturnType<AggregateDefinition<AggregateType>['claims']>;
  readonly keys: (state: unknown) => readonly string[];
  readonly row: (state: unknown) => ReturnType<AggregateDefinition<AggregateType>['row']>;
};

/** All rules of the product in one value: the device and the server are handed the same one. */
export interface Rulebook {
  readonly aggregates: ReadonlyMap<AggregateType, AnyAggregate>;
  readonly events: ReadonlyMap<string, CatalogEntry>;
  readonly commands: ReadonlyMap<string, CommandDefinition>;
  readonly policies: readonly Policy[];
  /** Policies by the event type that wakes them. */
  readonly policiesByType: ReadonlyMap<string, readonly Policy[]>;
}

/** Builds a rulebook and refuses two owners of one name. */
export function makeRulebook(aggregates: readonly unknown[], policies: readonly Policy[]): Rulebook {
  const byType = new Map<AggregateType, AnyAggregate>();
  const events = new Map<string, CatalogEntry>();
  const commands = new Map<string, CommandDefinition>();
  const policiesByType = new Map<string, Policy[]>();
  for (const aggregate of aggregates as readonly AnyAggregate[]) {
    assert(!byType.has(aggregate.type), `two definitions of ${aggregate.type}`);
    byType.set(aggregate.type, aggregate);
    for (const [type, definition] of Object.entries(aggregate.events)) {
      assert(!events.has(type), `two owners of event ${type}`);
      const steps = definition.upcasts?.length ?? 0;
      assert(steps === definition.version - 1, `${type}@${definition.version} has ${steps} upcasts; every older version needs one`);
      events.set(type, { type, aggregateType: aggregate.type, definition });
    }
    for (const command of aggregate.commands) {
      assert(!commands.has(command.name), `two owners of command ${command.name}`);
      commands.set(command.name, command);
    }
  }
  for (const policy of policies) {
    for (const type of policy.on) {
      assert(events.has(type), `policy ${policy.id} waits for unknown event ${type}`);
      policiesByType.set(type, [...(policiesByType.get(type) ?? []), policy]);
    }
  }
  return { aggregates: byType, events, commands, policies, policiesByType };
}

export const RULEBOOK: Rulebook = makeRulebook(
  [
    organizationAggregate,
    memberAggregate,
    invitationAggregate,
    availabilityAggregate,
    locationAggregate,
    bookingAggregate,
    shiftAggregate,
    kitAggregate,
    allocationAggregate,
    itemAggregate,
    notificationAggregate,
    conflictAggregate,
  ],
  [...bookingPolicies, ...shiftPolicies, ...allocationPolicies, ...itemPolicies, ...notificationPolicies],
);

/** Rules that time wakes; the server alone asks them. */
export const TIME_POLICIES: readonly TimePolicy[] = [
  ...shiftTimePolicies,
  ...allocationTimePolicies,
  ...bookingTimePolicies,
  ...memberTimePolicies,
  ...locationTimePolicies,
  ...conflictTimePolicies,
];
