import { useEffect, useState } from 'react';

/** The time now, again every `everyMs`; for "now" lines, ages and late marks. Screens take time from here, never from Date. */
export function useNow(everyMs = 30_000): string {
  const [now, setNow] = useState(() => new Date().toISOString());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date().toISOString()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
