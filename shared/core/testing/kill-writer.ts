import { writeSync } from 'node:fs';
import { openDevice } from './open-device.ts';
import { bookingInput } from './seed.ts';

/**
 * Runs commands as fast as they go and prints the id of each one after it was answered, until somebody kills it.
 * A line that reached the pipe is an acknowledgement a person has seen.
 */
const [path = ''] = process.argv.slice(2);
const device = await openDevice({ path });
writeSync(1, 'open\n');
const lane = async (): Promise<never> => {
  for (;;) {
    const bookingId = crypto.randomUUID();
    const created = await device.run('booking.create', bookingInput(bookingId), bookingId);
    if (!created.ok) throw new Error(JSON.stringify(created.error));
    writeSync(1, `done ${bookingId}\n`);
    const commandId = crypto.randomUUID();
    const edited = await device.run('booking.edit', { bookingId, changes: { notes: commandId } }, commandId);
    if (!edited.ok) throw new Error(JSON.stringify(edited.error));
    writeSync(1, `note ${bookingId} ${commandId}\n`);
  }
};
// Several at once, so that some die in the middle of a shared commit.
await Promise.all([lane(), lane(), lane()]);
