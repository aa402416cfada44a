/** The server counts a number of this device as answered, and the log has another event under it: the device was copied. */
export class CopiedDeviceError extends Error {
  override readonly name = 'CopiedDeviceError';

  constructor(deviceSeq: number) {
    super(`number ${deviceSeq} of this device was used by a copy of it`);
  }
}
