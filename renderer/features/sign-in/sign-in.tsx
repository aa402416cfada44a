import { useEffect, useState, type FormEvent, type ReactNode } from 'react';
import type { AppInfo, BridgeReply, MusterBridge, ServerChoice, SessionInfo } from '../../../shared/ipc/bridge.ts';
import { Mark } from '../../app/mark.tsx';
import { fieldError } from '../../app/use-command.ts';
import { errorWords } from '../../i18n/reasons.ts';
import { useWords } from '../../i18n/words.ts';
import { Button, TextField } from '../../ui/index.ts';

import { ServerAddress } from './server-address.tsx';

type Way = 'password' | 'code' | 'invitation';
const WAYS: readonly Way[] = ['password', 'code', 'invitation'];

interface SignInProps {
  readonly bridge: MusterBridge;
  readonly info: AppInfo;
  readonly onSignedIn: (session: SessionInfo) => void;
}

/** The way in: e-mail and password, a one-time code, or an invitation. One form, one button. */
export function SignIn({ bridge, info, onSignedIn }: SignInProps): ReactNode {
  const say = useWords('sign-in');
  const [way, setWay] = useState<Way>('password');
  const [server, setServer] = useState<ServerChoice | null>(null);
  const [isChoosing, setIsChoosing] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    void bridge.server.read().then((choice) => {
      if (isCurrent) setServer(choice);
    });
    return () => {
      isCurrent = false;
    };
  }, [bridge]);
  if (server?.canChange === true && (isChoosing || !server.isKnown)) {
    return (
      <main className="flex min-h-full flex-col items-center justify-center bg-canvas px-5 py-10">
        <div className="w-full max-w-[22rem]">
          <Mark className="size-9" />
          <h1 className="mt-5 text-20 leading-tight">{say('server.title')}</h1>
          <p className="mt-1 mb-6 text-13 text-ink-2">{say('server.detail')}</p>
          <ServerAddress
            bridge={bridge}
            address={server.isKnown ? server.address : ''}
            onChosen={(choice) => {
              setServer(choice);
              setIsChoosing(false);
            }}
          />
          <p className="mt-6 text-12 text-ink-3">{say('version', { version: info.version })}</p>
        </div>
      </main>
    );
  }
  return (
    <main className="flex min-h-full flex-col items-center justify-center bg-canvas px-5 py-10">
      <div className="w-full max-w-[22rem]">
        <Mark className="size-9" />
        <h1 className="mt-5 text-20 leading-tight">{say(`${way}.title`)}</h1>
        <p className="mt-1 mb-6 text-13 text-ink-2">{say(`${way}.detail`)}</p>
        <SignInForm key={way} way={way} bridge={bridge} onSignedIn={onSignedIn} />
        <ul className="mt-6 flex flex-col items-start gap-1 border-t border-line pt-4">
          {WAYS.filter((other) => other !== way).map((other) => (
            <li key={other}>
              <Button variant="quiet" size="small" className="-ms-2" onPress={() => setWay(other)}>
                {say(`${other}.instead`)}
              </Button>
            </li>
          ))}
        </ul>
        {server?.canChange === true && (
          <p className="mt-4 flex flex-wrap items-baseline gap-x-2 text-12 break-all text-ink-3">
            {say('server.at', { address: server.address })}
            <Button variant="quiet" size="small" onPress={() => setIsChoosing(true)}>
              {say('server.change')}
            </Button>
          </p>
        )}
        <p className="mt-6 text-12 text-ink-3">{say('version', { version: info.version })}</p>
      </div>
    </main>
  );
}

/** One way in, as a form. */
export function SignInForm({ way, bridge, onSignedIn }: { readonly way: Way } & Pick<SignInProps, 'bridge' | 'onSignedIn'>): ReactNode {
  const say = useWords('sign-in');
  const [values, setValues] = useState({ email: '', password: '', code: '', token: '', name: '' });
  const [reply, setReply] = useState<BridgeReply<SessionInfo> | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const set = (name: keyof typeof values) => (value: string) => setValues((before) => ({ ...before, [name]: value }));
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    setIsBusy(true);
    setReply(null);
    const answer = await ask(way, bridge, values);
    setIsBusy(false);
    setReply(answer);
    if (answer.ok) onSignedIn(answer.value);
  };
  const isOther = reply !== null && !reply.ok && (reply.error.field === null || !(reply.error.field in values));
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {way === 'password' && (
        <TextField
          label={say('email')}
          type="email"
          name="email"
          autoComplete="username"
          autoFocus
          isRequired
          value={values.email}
          onChange={set('email')}
          error={fieldError(reply, 'email')}
        />
      )}
      {way === 'code' && (
        <TextField
          label={say('code-word')}
          hint={say('code-hint')}
          name="code"
          autoComplete="one-time-code"
          autoFocus
          isRequired
          value={values.code}
          onChange={set('code')}
          error={fieldError(reply, 'code')}
        />
      )}
      {way === 'invitation' && (
        <>
          <TextField
            label={say('token')}
            hint={say('token-hint')}
            name="token"
            autoComplete="off"
            autoFocus
            isRequired
            value={values.token}
            onChange={set('token')}
            error={fieldError(reply, 'token')}
          />
          <TextField
            label={say('name')}
            name="name"
            autoComplete="name"
            isRequired
            value={values.name}
            onChange={set('name')}
            error={fieldError(reply, 'name')}
          />
        </>
      )}
      {way !== 'code' && (
        <TextField
          label={say(way === 'invitation' ? 'new-password' : 'password-word')}
          {...(way === 'invitation' ? { hint: say('password-hint'), minLength: 10 } : {})}
          type="password"
          name="password"
          autoComplete={way === 'invitation' ? 'new-password' : 'current-password'}
          isRequired
          value={values.password}
          onChange={set('password')}
          error={fieldError(reply, 'password')}
        />
      )}
      {reply !== null && !reply.ok && isOther && (
        <p role="alert" className="rounded-control bg-stopped-soft px-3 py-2 text-13 text-stopped-text">
          {reply.error.code === 'session.refused' ? say(`${way}.refused`) : errorWords(reply.error)}
        </p>
      )}
      <Button type="submit" variant="primary" isPending={isBusy} className="h-9 w-full [[data-density=touch]_&]:h-12">
        {say(`${way}.action`)}
      </Button>
    </form>
  );
}

type Values = Readonly<Record<'email' | 'password' | 'code' | 'token' | 'name', string>>;

function ask(way: Way, bridge: MusterBridge, { email, password, code, token, name }: Values): Promise<BridgeReply<SessionInfo>> {
  switch (way) {
    case 'password':
      return bridge.session.signIn({ email: email.trim(), password });
    case 'code':
      return bridge.session.enrol({ code: code.trim() });
    case 'invitation':
      return bridge.session.acceptInvitation({ token: token.trim(), name: name.trim(), password });
  }
}
