import { z } from 'zod';

/** The editable fields of a noun with the schema of each. */
export type FieldShape = Readonly<Record<string, z.ZodType>>;

/** Field edits as events carry them: what the author saw and what it should become. */
export type Changes<Shape extends FieldShape> = {
  readonly [F in keyof Shape]?: { readonly from: z.output<Shape[F]>; readonly to: z.output<Shape[F]> } | undefined;
};

/** Field edits as a person asks for them. */
export type Edits<Shape extends FieldShape> = { readonly [F in keyof Shape]?: z.output<Shape[F]> | undefined };

const isNotEmpty = (value: object): boolean => Object.keys(value).length > 0;

/** Strict schema of `{changes: {field: {from, to}}}` over these fields, at least one. */
export function changesSchema<Shape extends FieldShape>(shape: Shape): z.ZodType<{ changes: Changes<Shape> }> {
  const fields = Object.entries(shape).map(([field, schema]) => [field, z.strictObject({ from: schema, to: schema }).optional()]);
  const changes = z.strictObject(Object.fromEntries(fields)).refine(isNotEmpty, 'at least one field');
  return z.strictObject({ changes }) as unknown as z.ZodType<{ changes: Changes<Shape> }>;
}

/** Strict schema of a command's edits over these fields, at least one. */
export function editsSchema<Shape extends FieldShape>(shape: Shape): z.ZodType<Edits<Shape>> {
  const fields = Object.entries(shape).map(([field, schema]) => [field, schema.optional()]);
  return z.strictObject(Object.fromEntries(fields)).refine(isNotEmpty, 'at least one field') as unknown as z.ZodType<Edits<Shape>>;
}

/** What the edits really change in this state; fields that already hold the value are left out. */
export function changesBetween<Shape extends FieldShape>(
  state: { readonly [F in keyof Shape]: unknown },
  edits: Edits<Shape>,
): Changes<Shape> {
  const changed = Object.entries(edits)
    .filter(([field, value]) => value !== undefined && !sameJson(state[field], value))
    .map(([field, value]) => [field, { from: state[field], to: value }]);
  return Object.fromEntries(changed);
}

export const isEmpty = (changes: object): boolean => !isNotEmpty(changes);

/** Equality of JSON values; key order does not count. */
function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const left = new Map(Object.entries(a));
  const right = new Map(Object.entries(b));
  return left.size === right.size && [...left].every(([key, value]) => right.has(key) && sameJson(value, right.get(key)));
}
