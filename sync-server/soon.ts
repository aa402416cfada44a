/** A value that is here now, or comes later: the embedded database answers at once, one behind a network does not. */
export type Soon<T> = T | Promise<T>;

/** Goes on with a value at once when it is here, else when it comes. */
export function whenHere<T, R>(value: Soon<T>, next: (value: T) => Soon<R>): Soon<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** Does something and what to do when it fails, now or later. */
export function rescued(work: () => Soon<void>, failed: (error: unknown) => Soon<void>): Soon<void> {
  try {
    const done = work();
    return done instanceof Promise ? done.catch(failed) : done;
  } catch (error) {
    return failed(error);
  }
}
