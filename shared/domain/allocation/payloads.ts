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
export const packedSchema = z.strictObject({ lines: z.array(packedLineSchema.strict()).max(500) });
export const notedSchema = z.strictObject({ note: noteSchema });
export const transferredSchema = z.strictObject({ toAllocationId: idSchema.nullable(), note: noteSchema });
export const emptySchema = z.strictObject({});
/** `expected` is what was out of the line, so that parts of a return can be added up. */
export const returnedSchema = z.strictObject({ lines: z.array(returnedLineSchema.extend({ expected: z.int().min(0) }).strict()).max(500) });
export const inspectedSchema = z.strictObject({ result: z.enum(['ok', 'maintenance', 'quarantine']), note: noteSchema });
export const reasonSchema = z.strictObject({ reason: reasonTextSchema });

export type RequestedData = z.infer<typeof requestedSchema>;
export type AssignedData = z.infer<typeof assignedSchema>;
export type PackedData = z.infer<typeof packedSchema>;
export type NotedData = z.infer<typeof notedSchema>;
export type TransferredData = z.infer<typeof transferredSchema>;
export type EmptyData = z.infer<typeof emptySchema>;
export type ReturnedData = z.infer<typeof returnedSchema>;
export type InspectedData = z.infer<typeof inspectedSchema>;
export type ReasonData = z.infer<typeof reasonSchema>;
