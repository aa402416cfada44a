import { createContext, useContext, type ReactNode } from 'react';
import type { AppInfo, SessionInfo } from '../../shared/ipc/bridge.ts';

interface SessionValue {
  readonly session: SessionInfo;
  readonly info: AppInfo;
  /** Leaves the account on this device; see Settings for the warning about unsent work. */
  readonly signedOut: () => void;
}

const SessionContext = createContext<SessionValue | null>(null);

export function SessionProvider({ value, children }: { readonly value: SessionValue; readonly children: ReactNode }): ReactNode {
  return <SessionContext value={value}>{children}</SessionContext>;
}

function useSessionValue(): SessionValue {
  const value = useContext(SessionContext);
  if (value === null) throw new Error('useSession needs a SessionProvider above it');
  return value;
}

/** Who is signed in on this device, for which organization, in which role. */
export const useSession = (): SessionInfo => useSessionValue().session;
export const useAppInfo = (): AppInfo => useSessionValue().info;
export const useSignedOut = (): (() => void) => useSessionValue().signedOut;
