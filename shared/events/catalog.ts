import { z } from 'zod';
import type { Rulebook } from '../domain/rulebook.ts';

/** What a stranger needs to know about one event type. */
export interface CatalogEvent {
  readonly type: string;
  readonly version: number;
  readonly kind: 'fact' | 'plan';
  readonly aggregateType: string;
  readonly roles: readonly string[];
  /** JSON Schema of `data`. */
  readonly schema: unknown;
}

export interface Catalog {
  readonly catalogVersion: number;
  readonly events: readonly CatalogEvent[];
}

/** Describes every event type of a rulebook, in name order; the body of `GET /v1/catalog`. */
export function describeCatalog(rulebook: Rulebook, catalogVersion: number): Catalog {
  const events = [...rulebook.events.values()]
    .map(({ type, aggregateType, definition }) => ({
      type,
      version: definition.version,
      kind: definition.kind,
      aggregateType,
      roles: [...definition.roles],
      schema: z.toJSONSchema(definition.data, { io: 'input', unrepresentable: 'any' }),
    }))
    .sort((a, b) => (a.type < b.type ? -1 : 1));
  return { catalogVersion, events };
}
