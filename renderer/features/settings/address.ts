/** Where signing out happens: with the warning about unsent work and the way to save it. */
export const signOutPlace = '/settings/device';
