import { useState, type FormEvent, type ReactNode } from 'react';
import type { BridgeReply, MusterBridge, ServerChoice } from '../../../shared/ipc/bridge.ts';
import { errorWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, TextField } from '../../ui/index.ts';

interface ServerAddressProps {
  readonly bridge: MusterBridge;
  readonly address: string;
  /** Changes that only this device holds; leaving them behind has to be said. */
  readonly unsent?: number;
  readonly onChosen: (choice: ServerChoice) => void;
}

/** Where this device syncs: one field, asked once, tried before it is kept. */
export function ServerAddress({ bridge, address, unsent = 0, onChosen }: ServerAddressProps): ReactNode {
  const say = useWords('sign-in');
  const [value, setValue] = useState(address);
  const [reply, setReply] = useState<BridgeReply<ServerChoice> | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    setIsBusy(true);
    setReply(null);
    const answer = await bridge.server.choose({ address: value.trim(), leaveUnsent: unsent > 0 });
    setIsBusy(false);
    setReply(answer);
    if (answer.ok) onChosen(answer.value);
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <TextField
        label={say('server.address')}
        hint={say('server.hint')}
        name="address"
        autoComplete="url"
        autoFocus
        isRequired
        value={value}
        onChange={setValue}
      />
      {unsent > 0 && (
        <p role="alert" className="rounded-control bg-needs-soft px-3 py-2 text-13 text-needs-text">
          {say('server.unsent', { count: unsent })}
        </p>
      )}
      {/* not the field's own error: the browser would refuse to try the same address again */}
      {reply !== null && !reply.ok && (
        <p role="alert" className="rounded-control bg-stopped-soft px-3 py-2 text-13 text-stopped-text">
          {errorWords(reply.error)}
        </p>
      )}
      <Button type="submit" variant="primary" isPending={isBusy} className="h-9 w-full [[data-density=touch]_&]:h-12">
        {say('server.action')}
      </Button>
    </form>
  );
}
