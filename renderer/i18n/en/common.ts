export default {
  reason: { unknown: 'The rules of the organization did not allow it ({{code}}).' },
  error: {
    'invalid-input': 'Something in it cannot be right. Check what you entered.',
    forbidden: 'Your role may not do this.',
    'not-found': 'It is not on this device any more.',
    'illegal-state': 'That is not possible in its present state.',
    clash: 'Somebody or something is already planned at that time.',
    stale: 'It was changed meanwhile. Look at it again before you decide.',
    'not-signed-in': 'You are signed out on this device.',
    'unsent-work': 'There is work on this device that has not been sent.',
    'not-saved': 'It could not be saved on this device.',
    offline: 'This needs a connection, and there is none.',
    'rate-limited': 'Too many tries. Wait a minute.',
    'upgrade-required': 'This version is too old for the server. Update the app; what is saved here is kept.',
    busy: 'Still busy with the last step. Try again in a moment.',
    internal: 'Something went wrong in the app.',
  },
} as const;
