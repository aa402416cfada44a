import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { allocationStateSchema, packedLineSchema, returnedLineSchema } from './schema.ts';

const { shape } = allocationStateSchema;
export const noteSchema = z.string().max(500);
export const reasonTextSchema = z.string().trim().min(1).max(500);

export const requestedSchema = z.strictObject({
  bookingId: shape.bookingId,
  needId: shape.needId,
  kitKind: shape.kitKind,
  period: shape.period,
  usage: shape.usage,
});
export const assignedSchema = z.strictObject({ kitId: idSchema });
/** The kit its author had in hand, so that a scan counts even when the plan gives it to somebody else meanwhile. */
const inHand = idSchema.nullable().optional();
export const packedSchema = z.strictObject({ lines: z.array(packedLineSchema.strict()).max(500), kitId: inHand });
export const notedSchema = z.strictObject({ note: noteSchema });
export const movedSchema = z.strictObject({ note: noteSchema, kitId: inHand });
export const transferredSchema = z.strictObject({ toAllocationId: idSchema.nullable(), note: noteSchema });
export const emptySchema = z.strictObject({});
/** `expected` is what was out of the line, so that parts of a return can be added up. */
export const returnedSchema = z.strictObject({ lines: z.array(returnedLineSchema.extend({ expected: z.int().min(0) }).strict()).max(500) });
export const inspectedSchema = z.strictObject({ result: z.enum(['ok', 'maintenance', 'quarantine']), note: noteSchema });
export const reasonSchema = z.strictObject({ reason: reasonTextSchema });

export type RequestedData = z.infer<typeof requestedSchema>;
export type AssignedData = z.infer<typeof assignedSchema>;
export type PackedData = z.infer<typeof packedSchema>;
export type MovedData = z.infer<typeof movedSchema>;
export type NotedData = z.infer<typeof notedSchema>;
export type TransferredData = z.infer<typeof transferredSchema>;
export type EmptyData = z.infer<typeof emptySchema>;
export type ReturnedData = z.infer<typeof returnedSchema>;
export type InspectedData = z.infer<typeof inspectedSchema>;
export type ReasonData = z.infer<typeof reasonSchema>;
