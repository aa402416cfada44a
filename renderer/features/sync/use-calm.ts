import { useEffect, useRef, useState } from 'react';

/**
 * A value that waits until it has been the same for `calmMs`, so that a flickering connection does not flicker on screen
 * or in the ear. The first value, and any that `isUrgent`, pass at once.
 */
export function useCalm<Value>(value: Value, key: string, calmMs: number, isUrgent: boolean): Value {
  const [calm, setCalm] = useState({ key, value });
  const latest = useRef(value);
  latest.current = value;
  useEffect(() => {
    if (isUrgent) {
      setCalm({ key, value: latest.current });
      return;
    }
    const timer = setTimeout(() => setCalm({ key, value: latest.current }), calmMs);
    return () => clearTimeout(timer);
  }, [key, calmMs, isUrgent]);
  // the same state with newer numbers is not a flicker
  return calm.key === key ? value : calm.value;
}
