import { useEffect, useRef, useState } from 'react';
import type { BridgeReply, CommandReceipt } from '../../shared/ipc/bridge.ts';
import { errorWords } from '../i18n/reasons.ts';
import { useSession } from './session.tsx';
import { fieldError } from './use-command.ts';

type Reply = BridgeReply<CommandReceipt>;

/** Typed and not saved, by form and person: closing a form, by mistake or on purpose, loses nothing while the window lives. */
const kept = new Map<string, Readonly<Record<string, unknown>>>();

interface FormOptions<Draft> {
  /** Names what is being written: `booking new`, `booking 0193…`. */
  readonly key: string;
  readonly initial: () => Draft;
  /** What is not right yet, by field. Shown once saving was tried. */
  readonly problems: (draft: Draft) => ReadonlyMap<string, string>;
}

export interface Form<Draft> {
  readonly draft: Draft;
  readonly set: <Field extends keyof Draft>(field: Field) => (value: Draft[Field]) => void;
  readonly change: (change: (draft: Draft) => Draft) => void;
  /** The sentence at a field: what is missing, or what the rules said about it. */
  readonly error: (...fields: readonly string[]) => string | null;
  /** Everything for `FormFrame` but its words. */
  readonly frame: {
    readonly isPending: boolean;
    readonly problem: string | null;
    readonly onStartOver: (() => void) | null;
    readonly onSave: () => Promise<boolean>;
  };
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What a person types into a form, what is wrong with it, and saving it. `send` answers null when there was nothing to save. */
export function useForm<Draft extends object>(
  { key, initial, problems }: FormOptions<Draft>,
  send: (draft: Draft) => Promise<Reply | null>,
): Form<Draft> {
  const { memberId } = useSession();
  const name = `${memberId} ${key}`;
  const [start] = useState(initial);
  const [draft, setDraft] = useState<Draft>(() => ({ ...start, ...kept.get(name) }));
  const [wasKept, setWasKept] = useState(() => kept.has(name));
  const [reply, setReply] = useState<Reply | null>(null);
  const [wasTried, setWasTried] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const isSaved = useRef(false);
  useEffect(() => {
    const typed = Object.entries(draft).filter(([field, value]) => !isSame(value, Reflect.get(start, field)));
    if (typed.length > 0 && !isSaved.current) kept.set(name, Object.fromEntries(typed));
    else kept.delete(name);
  }, [draft, start, name]);
  const found = problems(draft);
  return {
    draft,
    set: (field) => (value) => setDraft((current) => ({ ...current, [field]: value })),
    change: setDraft,
    error: (...fields) =>
      fields
        .map((field) => (wasTried ? found.get(field) : undefined) ?? fieldError(reply, field) ?? fieldError(reply, `changes.${field}`))
        .find((words) => words !== null) ?? null,
    frame: {
      isPending,
      problem: reply !== null && !reply.ok ? errorWords(reply.error) : null,
      onStartOver: wasKept
        ? () => {
            setDraft(start);
            setWasKept(false);
          }
        : null,
      onSave: async () => {
        setWasTried(true);
        if (found.size > 0) return false;
        setIsPending(true);
        const answer = await send(draft);
        setIsPending(false);
        setReply(answer);
        isSaved.current = answer === null || answer.ok;
        if (isSaved.current) kept.delete(name);
        return isSaved.current;
      },
    },
  };
}
